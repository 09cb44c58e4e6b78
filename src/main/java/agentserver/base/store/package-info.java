/// Files that survive a crash: whole-file replacement, directories that are on the disk once made,
/// and locks between processes. Knows nothing of what the files hold.
package agentserver.base.store;
