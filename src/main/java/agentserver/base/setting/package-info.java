/// Declared values: each [agentserver.base.setting.Setting] says once what it is called, what it
/// must look like, what it is when absent and what it means; reading, checking, showing and
/// documenting all follow from that. Values come from JSON or from environment variables, and
/// whatever is wrong with them is collected, never thrown. Knows no setting itself.
package agentserver.base.setting;
