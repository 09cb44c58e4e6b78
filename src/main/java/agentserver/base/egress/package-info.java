/// Where the server's own requests may go: a rule that is asked for every address that a name is resolved
/// to, and for every address that stands in a URI. Knows nothing of who makes requests.
package agentserver.base.egress;
