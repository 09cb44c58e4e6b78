/// Talking to models: messages and their content, a request, a reply, streaming, retries, usage. A
/// room per dialect implements [agentserver.llm.LlmProvider]. Knows nothing of conversations or
/// events.
package agentserver.llm;
