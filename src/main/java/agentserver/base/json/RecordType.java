package agentserver.base.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// A record as the wire sees it: its own members and, among them, those of its parts, the components
/// that are marked as unwrapped.
record RecordType(JavaType type, BeanDeserializerBase bean, List<RecordType> parts) {

    Optional<SettableBeanProperty> member(String name) {
        return Optional.ofNullable(bean.findProperty(name)).or(() -> parts.stream()
                .flatMap(part -> part.member(name).stream())
                .findFirst());
    }

    /// What of an object belongs to this record.
    ObjectNode membersOf(JsonNode object) {
        var members = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
                .filter(entry -> member(entry.getKey()).isPresent())
                .forEach(entry -> members.set(entry.getKey(), entry.getValue()));
        return members;
    }
}
