/// Publication to many subscribers, none of whom can slow the publisher or each other. Knows
/// nothing of what is published.
package agentserver.base.feed;
