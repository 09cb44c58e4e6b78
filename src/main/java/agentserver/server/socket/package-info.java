/// Sockets on connections that the HTTP server has let go: an embedded Jetty without a port speaks the
/// protocol. The only package that knows Jetty; it knows no feature and no key.
package agentserver.server.socket;
