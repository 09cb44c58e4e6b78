/// From dormant to ready: the states of a server that waits in a warm pool, the route that makes it
/// somebody's, and the attempt that leaves nothing behind when it fails. Knows no feature: `App` says
/// what there is to prepare. Source: contract 01 §9.
package agentserver.server.init;
