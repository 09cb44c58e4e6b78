/// A model that is built in: it needs no network and no key, obeys a few simple instructions, and
/// says in every answer that it is a demo. It makes the first minute, and the check of a sealed
/// box, real.
package agentserver.llm.demo;
