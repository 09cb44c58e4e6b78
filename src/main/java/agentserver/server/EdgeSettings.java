package agentserver.server;

/// Everything the edge reads for each request. One value, so that keys, origins, limits and
/// readiness change together, for requests and sockets alike ([LiveSettings]): what was let in by
/// the keys of a server that is not ready meets the shut doors of that server.
///
/// @param readiness  asked behind the key, where a door waits
/// @param rootPath   the path under which a proxy shows the server, without a slash at its end;
///                   empty for none. Source: contract 01 §5
/// @param showTraces whether a 5xx shows where it arose: for developers
public record EdgeSettings(
        Doorkeeper doors,
        Readiness readiness,
        Cors cors,
        String rootPath,
        HttpLimits http,
        SocketLimits sockets,
        boolean showTraces) {

    /// @throws IllegalArgumentException when the root path ends with a slash, or starts without one
    public EdgeSettings {
        if (rootPath.endsWith("/") || !rootPath.isEmpty() && !rootPath.startsWith("/")) {
            throw new IllegalArgumentException("not a root path: " + rootPath);
        }
    }

    /// The usual limits, at the root.
    public static EdgeSettings of(Doorkeeper doors, Cors cors) {
        return new EdgeSettings(
                doors, Readiness.ALWAYS, cors, "", HttpLimits.DEFAULT, SocketLimits.DEFAULT, false);
    }

    public EdgeSettings withReadiness(Readiness other) {
        return new EdgeSettings(doors, other, cors, rootPath, http, sockets, showTraces);
    }

    public EdgeSettings withRootPath(String path) {
        return new EdgeSettings(doors, readiness, cors, path, http, sockets, showTraces);
    }

    public EdgeSettings withHttp(HttpLimits limits) {
        return new EdgeSettings(doors, readiness, cors, rootPath, limits, sockets, showTraces);
    }

    public EdgeSettings withSockets(SocketLimits limits) {
        return new EdgeSettings(doors, readiness, cors, rootPath, http, limits, showTraces);
    }

    public EdgeSettings withTraces(boolean show) {
        return new EdgeSettings(doors, readiness, cors, rootPath, http, sockets, show);
    }
}
