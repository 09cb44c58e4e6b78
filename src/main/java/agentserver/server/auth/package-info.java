/// Keys: which there are, where a request carries them, what each door asks for. Knows no feature.
package agentserver.server.auth;
