/// Tools that a client brings and carries out itself: the agent's call is an event that the client sees,
/// and what comes of it comes back as a message.
package agentserver.tool.client;
