package agentserver.server;

import agentserver.base.param.Query;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// One line for each answer, from the logger `access`. Keys in a query are not shown.
///
/// The values stand in the record's parameters, in this order: client address, method, path with
/// query, status, microseconds, request id.
final class AccessLog {

    private static final Logger LOG = System.getLogger("access");
    private static final String FORMAT = "{0} \"{1} {2}\" {3} {4}us {5}";

    private AccessLog() {}

    static void write(Exchange exchange, int status, long nanos) {
        if (!LOG.isLoggable(Level.INFO)) {
            return;
        }
        LOG.log(Level.INFO, FORMAT, exchange.client().getHostAddress(), exchange.method(),
                target(exchange), Integer.toString(status), Long.toString(nanos / 1000),
                exchange.requestId());
    }

    private static String target(Exchange exchange) {
        var query = exchange.rawQuery();
        return query.isEmpty()
                ? exchange.fullPath()
                : exchange.fullPath() + "?" + Query.forLog(query);
    }
}
