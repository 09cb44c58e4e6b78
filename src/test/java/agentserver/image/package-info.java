/// The linked image, started as an operator starts it: it answers, converses, streams and stops.
/// Needs `target/image`, which `scripts/image` links.
package agentserver.image;
