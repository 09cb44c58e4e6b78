/// What happens in a conversation: the sealed family of events, exactly as they stand on the wire
/// and on disk, and what a model reads of each. Rooms: `log` keeps them, `view` says which of them
/// a model sees. Knows nothing of HTTP, agents or conversations.
package agentserver.event;
