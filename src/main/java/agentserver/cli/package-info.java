/// The command line: what the words and flags mean, the commands beside `serve`, their help. A
/// command gets its streams and its environment from outside and returns an exit code; it never
/// ends the process. Knows the configuration; knows of the server only that it can be served.
package agentserver.cli;
