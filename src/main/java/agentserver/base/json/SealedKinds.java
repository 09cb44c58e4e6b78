package agentserver.base.json;

import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.List;

/// Finds the kinds of a sealed family in what it permits, going down nested families. A family that
/// lists its kinds itself, with other names, keeps its list.
final class SealedKinds extends JacksonAnnotationIntrospector {

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
        var listed = super.findSubtypes(annotated);
        if (listed != null || !annotated.getRawType().isSealed()) {
            return listed;
        }
        var kinds = new ArrayList<NamedType>();
        collect(annotated.getRawType(), kinds);
        return kinds;
    }

    private static void collect(Class<?> family, List<NamedType> kinds) {
        for (var member : family.getPermittedSubclasses()) {
            if (member.isSealed()) {
                collect(member, kinds);
            } else {
                kinds.add(new NamedType(member, member.getSimpleName()));
            }
        }
    }
}
