/// Values that print as stars, the cipher that keeps them on disk, and the redaction of texts that
/// may hold them. Knows nothing of HTTP or agents.
package agentserver.base.secret;
