package agentserver.server.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;

/// A connector without a port: its connections were accepted by somebody else, who has read their first
/// head already. The head, made anew, is what Jetty reads first.
final class HandoffConnector extends AbstractConnector {

    private static final int SELECTORS = 1;

    /// A connection on its way here.
    ///
    /// @param head the head, and what the client sent behind it
    /// @param link who speaks on it once it is a socket
    record Handoff(ByteBuffer head, Link link) {}

    /// The connection's end, which carries its link: nothing that a client sends could name another.
    static final class LinkedEndPoint extends SocketChannelEndPoint {
        private final Link link;

        LinkedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key,
                HandoffConnector connector) {
            super(channel, selector, key, connector.getScheduler());
            link = ((Handoff) key.attachment()).link();
        }

        Link link() {
            return link;
        }
    }

    private final SelectorManager selectors = new Selectors();

    HandoffConnector(Server server, ConnectionFactory http) {
        super(server, null, null, null, 0, http);
        installBean(selectors, true);
    }

    void handoff(SocketChannel channel, Handoff handoff) throws IOException {
        channel.configureBlocking(false);
        selectors.accept(channel, handoff);
    }

    @Override
    protected void accept(int acceptor) {
        throw new UnsupportedOperationException("this connector has no port");
    }

    @Override
    public Object getTransport() {
        return null; // Jetty's word for "no port"
    }

    private final class Selectors extends SelectorManager {

        Selectors() {
            super(HandoffConnector.this.getExecutor(), HandoffConnector.this.getScheduler(),
                    SELECTORS);
        }

        @Override
        protected EndPoint newEndPoint(
                SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            var end = new LinkedEndPoint(
                    (SocketChannel) channel, selector, key, HandoffConnector.this);
            end.setIdleTimeout(getIdleTimeout());
            return end;
        }

        @Override
        public Connection newConnection(
                SelectableChannel channel, EndPoint end, Object attachment) {
            var connection = getDefaultConnectionFactory()
                    .newConnection(HandoffConnector.this, end);
            ((Connection.UpgradeTo) connection).onUpgradeTo(((Handoff) attachment).head());
            return connection;
        }

        @Override
        protected void endPointOpened(EndPoint end) {
            super.endPointOpened(end);
            onEndPointOpened(end);
        }

        @Override
        protected void endPointClosed(EndPoint end) {
            ((LinkedEndPoint) end).link().left();
            onEndPointClosed(end);
            super.endPointClosed(end);
        }
    }
}
