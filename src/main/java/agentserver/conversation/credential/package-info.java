/// Secrets that are kept elsewhere: where they are, and how they are fetched. Knows of conversations no
/// more than their ids. Source: contract 02 §11, 05 §14.
package agentserver.conversation.credential;
