package agentserver.conversation.run;

import agentserver.base.json.Json;
import agentserver.conversation.credential.CredentialBindings;
import agentserver.conversation.journal.Places;
import agentserver.llm.LlmClient;
import agentserver.tool.ToolRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What agents are made of.
///
/// @param json            the mappers, which know all tools
/// @param llm             asks models
/// @param tools           what agents can do
/// @param toolEnvironment what the processes of tools get
/// @param places          where conversations live
/// @param forbidden       files that agents may not have, by their real paths
/// @param server          this server's own address
/// @param credentials     where secrets are that are kept elsewhere
/// @param soul            the user's own identity for agents
public record AgentParts(
        Json json,
        LlmClient llm,
        ToolRegistry tools,
        Map<String, String> toolEnvironment,
        Places places,
        Predicate<Path> forbidden,
        Supplier<URI> server,
        CredentialBindings credentials,
        Optional<String> soul) {}
