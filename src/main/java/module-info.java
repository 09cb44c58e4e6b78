/// An agent server: it hosts coding agents over HTTP and WebSocket.
///
/// The packages form wings, listed here from the ground up; a wing imports only wings above it in this
/// list, and a room inside a wing imports its wing's own package and the siblings named here.
/// `PackageRulesTest` holds this list against the class files.
module agentserver {
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.eclipse.jetty.ee11.websocket.jakarta.server;

    opens agentserver.base.fault to com.fasterxml.jackson.databind;
    opens agentserver.base.secret to com.fasterxml.jackson.databind;
    opens agentserver.llm to com.fasterxml.jackson.databind;
    opens agentserver.tool to com.fasterxml.jackson.databind;
}
