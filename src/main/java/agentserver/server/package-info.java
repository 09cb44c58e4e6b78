/// The HTTP edge: one listener, one gate, one router, and what a feature needs to stand behind them. A
/// feature hands its routes to the [Router] and sees of a request only its [Exchange].
///
/// Knows no feature, no key and no library for sockets: those come in through [Doorkeeper],
/// [Readiness], [RequestMetrics] and [SocketUpgrade].
package agentserver.server;
