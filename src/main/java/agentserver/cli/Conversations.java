package agentserver.cli;

import agentserver.base.json.Json;
import agentserver.base.secret.SecretKeys;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.config.Config;
import agentserver.config.ConfigReader;
import agentserver.conversation.disk.DiskConversations;
import agentserver.conversation.disk.PythonExchange;
import agentserver.conversation.journal.Places;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.StateCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The conversations on this machine's disk, for commands that work on them without a server.
///
/// @param config for the keys of what is secret in them, and where they are
/// @param base   the directory from which relative paths start
record Conversations(Config config, Path base) {

    /// As the configuration of a server would have them.
    ///
    /// @throws UsageException when the configuration is wrong
    static Conversations configured(Arguments arguments, Map<String, String> environment) {
        var reading = ConfigReader.read(arguments.sources(environment));
        var config = reading.config().orElseThrow(() -> new UsageException(
                "the configuration is wrong: " + reading.problems().getFirst()));
        return new Conversations(config, Path.of("").toAbsolutePath());
    }

    Path root() {
        return base.resolve(config.paths().conversations());
    }

    /// Exchanges those in a directory with the Python server.
    PythonExchange exchange(Path root) {
        var keys = new SecretKeys(config.doors().keyTexts(),
                base.resolve(config.paths().persistence()).resolve(".secret_key"));
        var json = new Json(List.of());
        var python = new PythonLayout(json, keys);
        var clock = InstantSource.system();
        var places = new Places(
                base, root, clock, ZoneId.systemDefault().getRules().getOffset(Instant.now()));
        var terms = new LeaseTerms(
                LeaseOwner.ofThisProcess(), config.limits().runs().leaseTtl(), clock);
        var store = new DiskConversations(
                places, new StateCodec(json, keys), json, python, terms,
                Map.of()); // it makes no workspaces
        return new PythonExchange(places, store, python);
    }
}
