/// Where work happens: a local directory, made ready for an agent. Rooms serve what clients ask of it
/// directly. Knows nothing of agents or conversations.
package agentserver.workspace;
