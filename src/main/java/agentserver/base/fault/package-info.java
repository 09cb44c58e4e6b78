/// What can go wrong in a way that a caller can act on. Knows nothing of HTTP: services throw faults,
/// and one place turns them into answers.
package agentserver.base.fault;
