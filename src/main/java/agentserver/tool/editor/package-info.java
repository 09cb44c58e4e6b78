/// The tool `file_editor`: views files, folders and pictures, creates files, edits them by text, takes
/// edits back. What an edit doesn't name stays as it is, byte for byte. Knows nothing of other tools.
package agentserver.tool.editor;
