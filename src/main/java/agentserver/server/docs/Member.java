package agentserver.server.docs;

import com.fasterxml.jackson.databind.JavaType;

/// A member of a record, as the mapper writes it.
///
/// @param always   whether it is written whatever its value
/// @param computed whether it is only written, made of other members
record Member(String name, JavaType type, boolean always, boolean computed) {}
