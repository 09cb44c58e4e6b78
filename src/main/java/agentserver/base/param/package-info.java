/// Typed parameters: one constant that reads a text by its rules and documents it. What they are read
/// from: queries, and paths held against templates. Knows no route and no request.
package agentserver.base.param;
