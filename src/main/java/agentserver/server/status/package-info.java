/// What the server says about itself: that it lives, whether it is ready, what it is. Knows no feature.
package agentserver.server.status;
