/// What a conversation is: its state, what is known of it besides, how both change and how they are
/// written for each audience. The lowest room of its wing: knows no file, no lock, no run.
package agentserver.conversation.state;
