/// The description of the API: `/openapi.json`, made of the routes and the records themselves, and the
/// pages that show it. Knows no feature: what it says, it finds in the routing table, in the mapper,
/// and by asking each record's constructor.
package agentserver.server.docs;
