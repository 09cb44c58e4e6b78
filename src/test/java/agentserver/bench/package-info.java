/// Measures the linked image from outside, by loopback, and prints one table: `scripts/bench`.
///
/// Needs the JDK alone, so that `scripts/bench` compiles it in a second and the load costs less than
/// what it measures. Nothing here is a test: figures depend on the machine, and never fail a build.
package agentserver.bench;
