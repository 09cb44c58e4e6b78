/// The `terminal` tool: a lasting bash on a terminal of its own, one command at a time. Knows
/// nothing of events or conversations beyond the context it is given.
package agentserver.tool.terminal;
