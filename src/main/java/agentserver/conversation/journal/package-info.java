/// What is remembered of a conversation and told to those who watch it: the log and the state in step,
/// the branch that an agent sees, searches, watches, and the directory where all of it lies. Knows
/// nothing of runs or HTTP.
package agentserver.conversation.journal;
