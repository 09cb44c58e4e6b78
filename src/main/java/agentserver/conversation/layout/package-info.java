/// A conversation as the Python server lays it out on the disk: read to be adopted, written to be given
/// back. Knows what a conversation is, but not how this server keeps it.
package agentserver.conversation.layout;
