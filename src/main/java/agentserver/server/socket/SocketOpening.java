package agentserver.server.socket;

import agentserver.server.LiveSettings;
import agentserver.server.SocketHandler;
import agentserver.server.SocketRequest;

/// What the handshake has told about a socket before it exists.
///
/// @param authenticated whether the key came with the handshake, or none is asked for; else the first
///                      message has to bring it
/// @param live          where that key is checked, against those in force at that moment
record SocketOpening(
        SocketHandler handler, SocketRequest request, boolean authenticated, LiveSettings live) {}
