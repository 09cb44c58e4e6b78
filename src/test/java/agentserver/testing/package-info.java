/// Clients for tests: they speak to a running server as any client would, and wait for conditions
/// instead of sleeping. They know nothing of the server's classes.
package agentserver.testing;
