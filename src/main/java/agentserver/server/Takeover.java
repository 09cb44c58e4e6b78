package agentserver.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.SocketChannel;
import java.util.Set;

/// Reaches into the JDK's HTTP server, for what its API can't do: take a connection out of it (for
/// sockets), end the time limit of a head once the head is here, drop a connection at once, forget an
/// exchange whose answer was cut off.
///
/// The only class that knows those insides, which are fixed by the JDK in the image. They are looked up
/// once; [#probe] says at start whether that worked. Fields are read where a method would do: the
/// JDK has the code for reading a field, but makes that for calling a method when it is first called,
/// in 20 ms of the first answer's time.
final class Takeover {

    private static final String INSIDE = "sun.net.httpserver.";

    /// The members, or the reason why they can't be had.
    private record Members(
            VarHandle exchange,
            VarHandle connection,
            VarHandle channel,
            VarHandle raw,
            VarHandle server,
            Sets sets) {}

    /// What the server keeps about its connections, and whether it counts an exchange as ended.
    private record Sets(
            VarHandle all, VarHandle inRequest, VarHandle inResponse,
            VarHandle ended, MethodHandle endExchange) {}

    private static final Members MEMBERS;
    private static final String FAILURE;

    static {
        Members members = null;
        var failure = "";
        try {
            members = lookUp();
        } catch (ReflectiveOperationException e) {
            failure = e.toString();
        }
        MEMBERS = members;
        FAILURE = failure;
    }

    private Takeover() {}

    /// Checks that connections can be taken over.
    ///
    /// @throws IllegalStateException with what to do, when they can't
    static void probe() {
        if (MEMBERS == null) {
            throw new IllegalStateException("sockets need the inside of the JDK's HTTP server: start"
                    + " with --add-opens=jdk.httpserver/sun.net.httpserver=agentserver ("
                    + FAILURE + ")");
        }
    }

    /// A connection that the HTTP server has forgotten.
    ///
    /// @param leftover what the client sent behind the head and the server has read already
    record Taken(SocketChannel channel, byte[] leftover) {}

    /// Takes the connection out of the server. The handler must send nothing afterwards and not close
    /// the exchange.
    static Taken take(HttpExchange http) throws IOException {
        var exchange = exchange(http);
        var connection = MEMBERS.connection().get(exchange);
        var raw = (InputStream) MEMBERS.raw().get(connection);
        int count = raw.available();
        byte[] leftover = count > 0 ? raw.readNBytes(count) : new byte[0];
        var server = server(exchange);
        var sets = MEMBERS.sets();
        remove(sets.all(), server, connection);
        remove(sets.inRequest(), server, connection);
        remove(sets.inResponse(), server, connection);
        endExchange(server);
        return new Taken((SocketChannel) MEMBERS.channel().get(connection), leftover);
    }

    /// Sees to it that a closed exchange counts as ended: the server itself counts only those whose
    /// answer was sent whole, and would wait for the others when it is to stop.
    static void forget(HttpExchange http) {
        var exchange = exchange(http);
        if (!(boolean) MEMBERS.sets().ended().get(exchange)) {
            MEMBERS.sets().ended().set(exchange, true);
            endExchange(server(exchange));
        }
    }

    private static void endExchange(Object server) {
        try {
            MEMBERS.sets().endExchange().invoke(server); // otherwise stop() waits for it
        } catch (Throwable e) {
            throw new IllegalStateException("endExchange", e);
        }
    }

    /// Ends the time limit of the head: a body may take as long as bytes keep coming.
    static void headDone(HttpExchange http) {
        var exchange = exchange(http);
        remove(MEMBERS.sets().inRequest(), server(exchange), MEMBERS.connection().get(exchange));
    }

    /// The connection's channel: closing it ends every read and write on it.
    static SocketChannel channel(HttpExchange http) {
        var connection = MEMBERS.connection().get(exchange(http));
        return (SocketChannel) MEMBERS.channel().get(connection);
    }

    /// How many bytes of the request can be read without waiting for the client.
    static int buffered(HttpExchange http) throws IOException {
        var connection = MEMBERS.connection().get(exchange(http));
        return ((InputStream) MEMBERS.raw().get(connection)).available();
    }

    private static Object exchange(HttpExchange http) {
        return MEMBERS.exchange().get(http);
    }

    private static Object server(Object exchange) {
        return MEMBERS.server().get(exchange);
    }

    private static void remove(VarHandle set, Object server, Object connection) {
        ((Set<?>) set.get(server)).remove(connection);
    }

    private static Members lookUp() throws ReflectiveOperationException {
        var exchange = type("ExchangeImpl");
        var connection = type("HttpConnection");
        var server = type("ServerImpl");
        var atExchange = inside(exchange);
        var atConnection = inside(connection);
        var atServer = inside(server);
        var facade = type("HttpExchangeImpl");
        return new Members(
                inside(facade).findVarHandle(facade, "impl", exchange),
                atExchange.findVarHandle(exchange, "connection", connection),
                atConnection.findVarHandle(connection, "chan", SocketChannel.class),
                atConnection.findVarHandle(connection, "raw", InputStream.class),
                atExchange.findVarHandle(exchange, "server", server),
                new Sets(
                        atServer.findVarHandle(server, "allConnections", Set.class),
                        atServer.findVarHandle(server, "reqConnections", Set.class),
                        atServer.findVarHandle(server, "rspConnections", Set.class),
                        atExchange.findVarHandle(exchange, "writefinished", boolean.class),
                        atServer.findVirtual(
                                server, "endExchange", MethodType.methodType(int.class))));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(INSIDE + name);
    }

    private static Lookup inside(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }
}
