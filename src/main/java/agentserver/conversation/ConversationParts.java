package agentserver.conversation;

import agentserver.base.feed.FeedLimits;
import agentserver.base.secret.SecretCipher;
import agentserver.conversation.run.AgentParts;

/// What conversations are made of.
///
/// @param agents for those who work in them
/// @param cipher for what is secret on the disk
/// @param feed   how much may wait for one who watches
public record ConversationParts(AgentParts agents, SecretCipher cipher, FeedLimits feed) {}
