/// One step of an agent: events in, a model call, tool calls, events out. What an agent is (its JSON),
/// what it is told, how a model's call becomes an action, and who is asked before it is carried out.
/// Knows nothing of conversations: it sees a [agentserver.agent.Transcript].
package agentserver.agent;
