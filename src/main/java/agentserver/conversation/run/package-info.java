/// Agents at work in a conversation: how one is made, its runs, what it may know of secrets, the title
/// it gives, what is mended after a crash. Knows nothing of HTTP.
package agentserver.conversation.run;
