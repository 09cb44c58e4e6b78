/// The dialect of OpenAI's chat completions, which most vendors and servers of models speak:
/// requests, replies, streams, errors, and the list of vendors with their addresses and keys.
package agentserver.llm.openai;
