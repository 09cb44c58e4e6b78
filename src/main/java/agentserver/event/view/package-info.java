/// Which events of a branch a model sees, and how they become messages. Pure: knows no model, no
/// log and no agent. The branch itself is its caller's business. Source: contract 07 §5 and §8.
package agentserver.event.view;
