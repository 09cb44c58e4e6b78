/// Child processes: terminals and ordinary commands, each with its whole tree, and what keeps the
/// server's own secrets from them. Knows nothing of agents, tools or HTTP.
package agentserver.base.process;
