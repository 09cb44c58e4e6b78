/// Files over HTTP. Whatever is served is reached from a folder that it can't leave
/// ([ConfinedFolder]). Knows neither conversations nor agents.
package agentserver.workspace.file;
