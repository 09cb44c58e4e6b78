package agentserver.conversation;

import agentserver.base.feed.FeedLimits;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.run.AgentParts;
import agentserver.conversation.run.RunLimits;
import agentserver.conversation.state.StateCodec;
import java.nio.file.Path;

/// What conversations are made of.
///
/// @param agents    for those who work in them
/// @param codec     how they are written for each audience
/// @param store     where they are kept; closed with them
/// @param runs      how many agents work at once, and how they are stopped
/// @param feed      how much may wait for one who watches
/// @param worktrees where git worktrees of conversations are made, absolute
/// @param memory    how long, and how much of them, is kept in memory
/// @param listener  hears what clients do with conversations
public record ConversationParts(
        AgentParts agents, StateCodec codec, ConversationStore store, RunLimits runs,
        FeedLimits feed, Path worktrees, LoadedConversations.Limits memory, ConversationListener listener) {}
