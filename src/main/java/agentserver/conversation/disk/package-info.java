/// Conversations in directories on this machine's disk: how they are opened and looked at, who may write
/// in them, how those of the Python server are taken over.
package agentserver.conversation.disk;
