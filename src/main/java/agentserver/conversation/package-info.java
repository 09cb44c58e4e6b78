/// The live conversation, as a whole: all conversations of the server, and the routes that show and
/// steer them. Stands on the rooms `state`, `journal` and `run`; the rooms above it add the faces that
/// stay connected.
package agentserver.conversation;
