/// An agent server: it hosts coding agents over HTTP and WebSocket.
///
/// The packages form wings, listed here from the ground up; a wing imports only wings above it in this
/// list, and a room inside a wing imports its wing's own package and the siblings named here.
/// `PackageRulesTest` holds this list against the class files.
///
/// - `base`: what knows neither agents nor HTTP, a room each: `fault`, what can go wrong (every room may
///   use it); `metrics`, counters and gauges (every room may use it); `json`, the mappers; `store`, files
///   that survive a crash, locks, leases; `secret`, values that print as stars (uses `json`, `store`);
///   `feed`, publication to bounded subscribers; `process`, child processes and terminals; `setting`,
///   declared values and what is wrong with them (uses `json`, `secret`, `fault`); `log`, where every
///   line of the log goes (uses `secret`); `param`, typed parameters that read and document themselves
///   (uses `json`); `egress`, where the server's own requests may go
/// - `config`: the one immutable configuration, from arguments, environment and file
/// - `server`: listener, gate, router; knows no feature. Rooms: `auth`, keys and doors; `status`, health
///   and facts about the server; `socket`, WebSockets on the same port; `docs`, the description of the
///   API; `init`, from dormant to ready (uses `auth`)
/// - `llm`: messages, requests and replies of models. A room per dialect: `openai`, `anthropic`,
///   `gemini`, and `demo`, a model that needs no network
/// - `workspace`: where work happens. Rooms for direct work over HTTP: `git`, `file`, `bash`, `desktop`
/// - `tool`: what an agent can do. A room per family: `terminal`, `editor`, `search`, `patch`, `browser`;
///   `client`, what the client itself can do
/// - `event`: what happens in a conversation. Rooms: `log` keeps it on disk, `view` shows it to a model
/// - `agent`: one step, from events through the model and tools to events. A room for each kind of
///   `condenser`, `security` analyzer and `critic`
/// - `conversation`: all conversations, and their routes. It stands on rooms of its own, which import
///   nothing of it: `state`, what a conversation is; `catalogue`, the list of all (uses `state`);
///   `layout`, the files of the Python server (uses `state`); `journal`, what is remembered of it and
///   told to those who watch (uses `state`, `catalogue`); `credential`, secrets that are kept elsewhere;
///   `run`, agents at work in it (uses `state`, `journal`, `credential`); `disk`, conversations in
///   directories (uses all of these but the last two). One package of all that would be too large to be
///   read. Rooms above it: `socket`, `webhook`
/// - `cli`: the commands beside serving
///
/// `App`, with its `Engine`, puts them together; they and `Main` are the only classes that import all of
/// them.
module agentserver {
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires jdk.httpserver;
    requires jdk.unsupported;
    requires org.eclipse.jetty.websocket.core.server;
    requires org.slf4j;

    opens agentserver.base.fault to com.fasterxml.jackson.databind;
    opens agentserver.base.json to com.fasterxml.jackson.databind;
    opens agentserver.base.secret to com.fasterxml.jackson.databind;
    opens agentserver.event to com.fasterxml.jackson.databind;
    opens agentserver.server to com.fasterxml.jackson.databind;
    opens agentserver.server.docs to com.fasterxml.jackson.databind;
    opens agentserver.server.init to com.fasterxml.jackson.databind;
    opens agentserver.server.status to com.fasterxml.jackson.databind;
    opens agentserver.agent to com.fasterxml.jackson.databind;
    opens agentserver.conversation to com.fasterxml.jackson.databind;
    opens agentserver.conversation.credential to com.fasterxml.jackson.databind;
    opens agentserver.conversation.catalogue to com.fasterxml.jackson.databind;
    opens agentserver.conversation.state to com.fasterxml.jackson.databind;
    opens agentserver.conversation.socket to com.fasterxml.jackson.databind;
    opens agentserver.llm to com.fasterxml.jackson.databind;
    opens agentserver.tool to com.fasterxml.jackson.databind;
    opens agentserver.tool.client to com.fasterxml.jackson.databind;
    opens agentserver.tool.editor to com.fasterxml.jackson.databind;
    opens agentserver.tool.terminal to com.fasterxml.jackson.databind;

    provides java.net.spi.InetAddressResolverProvider
            with agentserver.base.egress.EgressResolvers;
    provides java.lang.System.LoggerFinder with agentserver.base.log.LogFinder;
    provides org.slf4j.spi.SLF4JServiceProvider with agentserver.base.log.Slf4jProvider;
}
