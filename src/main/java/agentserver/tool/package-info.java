/// What an agent can do: tools, the actions they take, the observations they give, and the registry of
/// both. A room per family of tools. Knows nothing of events or conversations.
package agentserver.tool;
