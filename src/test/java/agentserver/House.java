package agentserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The table of wings and rooms, and what it says about one import.
final class House {

    /// One wing a line, from the ground up: it imports only wings of the lines above it. Then its
    /// rooms: each imports its wing's own package, and the siblings after its arrow. A room marked
    /// `below` lies under its wing's own package, which imports it, as do the rooms above; it
    /// imports neither. A new room adds its name here and its sentence to the Javadoc of
    /// `module-info.java`; a new wing needs an argument.
    private static final String PLAN = """
            base         | fault | metrics > fault | json > fault metrics | store > fault metrics
            base         | secret > fault metrics json store | feed > fault metrics
            base         | process > fault metrics | setting > json secret fault | log > secret
            base         | param > fault json | egress
            client       |
            config       |
            server       | auth | status | socket | docs | init > auth | audit
            llm          | openai | anthropic | gemini | demo | catalog
            workspace    | git | file | bash | desktop
            tool         | terminal | editor | search | patch | browser | client
            event        | log | view
            extension    | mcp | skill | hook | plugin > skill hook | subagent > skill hook plugin
            agent        | condenser | security | critic | acp
            settings     |
            conversation | state below | catalogue below > state | layout below > state
            conversation | journal below > state catalogue | credential below
            conversation | run below > state journal credential
            conversation | disk below > state catalogue layout journal
            conversation | socket | webhook | gateway
            hub          | docker | console
            cli          |
            """;

    private static final String BELOW = " below";

    private final List<String> wings = new ArrayList<>();
    private final Map<Place, Set<String>> siblings = new HashMap<>();
    private final Set<Place> below = new HashSet<>();

    House() {
        for (var line : PLAN.lines().toList()) {
            var cells = line.split("\\|");
            var wing = cells[0].strip();
            if (!wings.contains(wing)) {
                wings.add(wing);
            }
            siblings.put(new Place(wing, ""), Set.of());
            Arrays.stream(cells).skip(1).map(String::strip).filter(cell -> !cell.isEmpty())
                    .forEach(cell -> addRoom(wing, cell));
        }
    }

    private void addRoom(String wing, String cell) {
        var sides = cell.split(" > ");
        var allowed = sides.length > 1 ? Set.of(sides[1].split(" ")) : Set.<String>of();
        var place = new Place(wing, sides[0].replace(BELOW, ""));
        siblings.put(place, allowed);
        if (sides[0].endsWith(BELOW)) {
            below.add(place);
        }
    }

    /// Where a package lies: `agentserver.WING.ROOM`.
    ///
    /// @param wing empty for the package of `Main` and `App`
    /// @param room empty for a wing's own package
    record Place(String wing, String room) {

        static Place of(String packageName) {
            var parts = packageName.split("\\.", 3);
            return new Place(parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
        }

        boolean top() {
            return wing.isEmpty();
        }

        @Override
        public String toString() {
            return room.isEmpty() ? wing : wing + "." + room;
        }
    }

    /// Whether the plan has the package.
    boolean has(String packageName) {
        var place = Place.of(packageName);
        return place.top() || siblings.containsKey(place);
    }

    /// What is wrong with one package importing another, both in the plan; empty if nothing is.
    Optional<String> objection(String importer, String imported) {
        var from = Place.of(importer);
        var to = Place.of(imported);
        if (from.equals(to) || from.top()) {
            return Optional.empty();
        }
        if (to.top()) {
            return Optional.of("App and Main import all and nothing imports them");
        }
        if (!from.wing().equals(to.wing())) {
            return wings.indexOf(to.wing()) < wings.indexOf(from.wing()) ? Optional.empty()
                    : Optional.of(to.wing() + " is not nearer the ground than " + from.wing());
        }
        if (below.contains(from) && to.room().isEmpty()) {
            return Optional.of("room " + from + " lies below its wing's own package");
        }
        if (to.room().isEmpty() || siblings.get(from).contains(to.room())
                || below.contains(to) && !below.contains(from)) {
            return Optional.empty();
        }
        return Optional.of(from.room().isEmpty() ? "a wing's own package imports none of its rooms"
                : "no arrow leads from room " + from + " to its sibling " + to.room());
    }
}
