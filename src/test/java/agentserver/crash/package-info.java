/// Kills the server at random moments while clients write, and looks whether it kept its word. Knows the
/// server only as a process and over HTTP.
package agentserver.crash;
