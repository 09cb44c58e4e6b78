/// Tells receivers outside what happens: every event of every conversation, in batches, and what becomes
/// of conversations. A receiver that is slow or away costs nobody else anything. Knows nothing of routes.
package agentserver.conversation.webhook;
