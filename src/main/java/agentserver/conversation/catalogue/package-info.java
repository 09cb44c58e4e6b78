/// What is known of every conversation without opening it: enough to list, sort, filter and count
/// them. Kept in memory and in one file, both of which the conversations themselves can rebuild.
/// Knows neither logs nor agents.
package agentserver.conversation.catalogue;
