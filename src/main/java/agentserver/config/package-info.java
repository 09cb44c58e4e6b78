/// The configuration: one immutable [agentserver.config.Config], read once from flags, environment,
/// file and defaults, in that order of strength. Each group of settings is a record that declares
/// its settings beside itself; parsing, `config check`, `config show` and the README's table follow
/// from those declarations. Knows what the settings mean to an operator, and nothing of who uses
/// them.
package agentserver.config;
