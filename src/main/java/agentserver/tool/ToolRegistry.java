package agentserver.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tools that this server can give to an agent, by registered name. Immutable; any thread may use it.
///
/// Names in lower case (`terminal`) are for an agent's `tools`; class names (`FinishTool`) are for its
/// `include_default_tools`. Either kind of name works in both places. Source: contract 08 §1.1, §1.3.
public final class ToolRegistry {

    private final Map<String, ToolFactory> factories = new LinkedHashMap<>();

    /// @throws IllegalStateException when two factories have the same name: a mistake of ours
    public ToolRegistry(List<ToolFactory> factories) {
        for (var factory : factories) {
            if (this.factories.putIfAbsent(factory.name(), factory) != null) {
                throw new IllegalStateException("two tool factories named " + factory.name());
            }
        }
    }

    /// The names for an agent's `tools`, in the order of registration.
    public List<String> names() {
        return factories.keySet().stream()
                .filter(name -> Character.isLowerCase(name.charAt(0)))
                .toList();
    }

    /// Those of [#names] that this machine has what is needed for.
    public List<String> usableNames() {
        return names().stream().filter(name -> factories.get(name).usable()).toList();
    }

    /// The records of all actions and observations, for [agentserver.base.json.Json].
    public List<Class<?>> kinds() {
        return factories.values().stream()
                .flatMap(factory -> factory.kinds().stream())
                .distinct()
                .toList();
    }

    /// Makes the tools of one conversation: those of `specs` that pass the filter, then the defaults.
    ///
    /// When one can't be made, those made before it are closed.
    ///
    /// @param filter   matched from the start of a tool's name; the defaults always pass
    /// @param defaults class names, `FinishTool`
    /// @throws ToolSetupException when a name is not registered, or two tools have the same name
    /// @throws ToolException      when a spec's params can't be used
    public List<Tool<?>> create(
            List<ToolSpec> specs,
            List<String> defaults,
            Optional<Pattern> filter,
            ToolContext context) {
        var tools = new ArrayList<Tool<?>>();
        try {
            for (var spec : specs) {
                addPassing(filter, known(spec.name()).create(context, spec.params()), tools);
            }
            for (var name : defaults) {
                tools.addAll(known(name).create(context, ToolSpec.of(name).params()));
            }
            refuseDuplicates(tools);
            return List.copyOf(tools);
        } catch (RuntimeException failure) {
            tools.forEach(Tool::close);
            throw failure;
        }
    }

    /// Whether an agent can ask for a tool of this name.
    public boolean has(String name) {
        return factories.containsKey(name);
    }

    /// This registry and more of the kind.
    ///
    /// @throws IllegalStateException when a name is taken
    public ToolRegistry and(List<ToolFactory> more) {
        return new ToolRegistry(Stream.concat(factories.values().stream(), more.stream()).toList());
    }

    private ToolFactory known(String name) {
        var factory = factories.get(name);
        if (factory == null) {
            throw ToolSetupException.unknown(name);
        }
        return factory;
    }

    private static void addPassing(
            Optional<Pattern> filter, List<Tool<?>> made, List<Tool<?>> tools) {
        for (var tool : made) {
            if (filter.isEmpty() || filter.get().matcher(tool.name()).lookingAt()) {
                tools.add(tool);
            } else {
                tool.close();
            }
        }
    }

    private static void refuseDuplicates(List<Tool<?>> tools) {
        var seen = new HashSet<String>();
        for (var tool : tools) {
            if (!seen.add(tool.name())) {
                throw ToolSetupException.duplicate(tool.name());
            }
        }
    }
}
