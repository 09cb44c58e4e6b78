package agentserver.config;

import agentserver.base.setting.Setting;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where the server listens, and under what address the world sees it.
///
/// @param host   the address to bind, without brackets
/// @param port   the port to bind; 0 takes a free one
/// @param webUrl the public address, when a proxy stands before the server
public record Listen(String host, int port, Optional<String> webUrl) {

    static final Setting<String> HOST = Setting.of("host", Text.word(),
            "Address to listen on. Unset: `0.0.0.0` with a session key, `127.0.0.1` without.")
            .nullable().flag("--host");
    static final Setting<Integer> PORT = Setting.of("port", Whole.between(0, 65_535),
            "Port to listen on; 0 takes a free one.").or(8_000).flag("--port");
    static final Setting<String> WEB_URL = Setting.of("web_url", Text.any(),
            "Public address; its path is the root path under which requests may also come.")
            .nullable();
    static final List<Setting<?>> SETTINGS = List.of(HOST, PORT, WEB_URL);

    private static final List<String> WILDCARDS = List.of("0.0.0.0", "::");

    static Listen of(Values values, boolean authenticated) {
        var host = values.find(HOST).orElse(authenticated ? "0.0.0.0" : "127.0.0.1");
        var bare = host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1) : host;
        return new Listen(bare, values.get(PORT), values.find(WEB_URL));
    }

    /// Whether there is such an address.
    boolean isResolvable() {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (IOException _) { // the caller asked just this
            return false;
        }
    }

    /// Whether only this machine can reach the server. A name counts when all its addresses do; one
    /// that can't be resolved does not.
    public boolean isLoopback() {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) { // binding will fail later and say so; until then, be careful
            return false;
        }
    }

    /// The path of the public address without a slash at the end; empty when there is none.
    public String rootPath() {
        return webUrl.map(Listen::pathOf).orElse("");
    }

    /// How processes on this machine reach the server: `http://127.0.0.1:8000`.
    ///
    /// @param boundPort the port in use, which differs from the configured one when that is 0
    public String internalUrl(int boundPort) {
        var reachable = WILDCARDS.contains(host) ? "127.0.0.1" : host;
        var bracketed = reachable.contains(":") ? "[" + reachable + "]" : reachable;
        return "http://" + bracketed + ":" + boundPort;
    }

    Listen withWebUrl(String url) {
        return new Listen(host, port, Optional.of(url));
    }

    private static String pathOf(String url) {
        try {
            var path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
            return path.replaceAll("/+$", "");
        } catch (IllegalArgumentException _) { // no address: then it has no path either
            return "";
        }
    }
}
