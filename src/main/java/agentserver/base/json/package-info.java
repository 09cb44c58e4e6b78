/// JSON: the strict mapper for our clients, the lenient one for what others send us, and the names
/// (`kind`) of polymorphic families. Knows no wire shape itself.
package agentserver.base.json;
