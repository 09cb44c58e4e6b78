/// The WebSocket face of conversations: one socket watches one conversation, and may speak in it. Knows
/// the socket only as an interface, and the conversation only through what it publishes.
package agentserver.conversation.socket;
