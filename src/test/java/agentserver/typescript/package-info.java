/// The npm client, unchanged, against the linked image. Needs Node.js and the packages that
/// `scripts/test` installs into `target`.
package agentserver.typescript;
