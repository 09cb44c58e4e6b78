package agentserver.event.log;

import java.util.Optional;

/// What a log knows of an event without reading it.
///
/// @param id        its id
/// @param kind      its `kind`, the short name
/// @param source    its `source` as it stands on the wire
/// @param timestamp its `timestamp`, as text; empty when it has none
/// @param parentId  the event before it on its branch; empty for a root
public record EventHeader(
        String id, String kind, String source, String timestamp, Optional<String> parentId) {}
