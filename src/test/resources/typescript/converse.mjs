// Holds one conversation through the npm client and prints what it saw as one JSON object.
// Usage: node converse.mjs SERVER WORKING_DIR
import { createRequire } from 'node:module';

// Outside a browser the client looks for a global require to load its WebSocket library.
globalThis.require = createRequire(import.meta.url);
const { Agent, Conversation, RemoteWorkspace } = await import('@openhands/typescript-client');

const [host, workingDir] = process.argv.slice(2);
const agent = new Agent({
  llm: { model: 'demo/agent' },
  tools: [{ name: 'terminal' }, { name: 'file_editor' }],
});
const seen = [];
const errors = [];
let finished;
const done = new Promise((resolve) => { finished = resolve; });
const conversation = new Conversation(agent, new RemoteWorkspace({ host, workingDir }), {
  callback: (event) => {
    seen.push(event);
    const state = event.key === 'full_state' ? event.value.execution_status : event.value;
    if (event.kind === 'ConversationStateUpdateEvent' && state === 'finished') finished();
  },
  onError: (error) => errors.push(String(error)),
});

// The command takes a moment, so that its result comes when the socket is open.
await conversation.start({ initialMessage: 'Run `sleep 1; echo forty-$((1+1))`' });
await conversation.startWebSocketClient();
await done;
const status = (await conversation.state.refresh()).execution_status;
const stored = await conversation.state.events.getEvents();
const answer = await conversation.getAgentFinalResponse();
await conversation.close();

console.log(JSON.stringify({ id: conversation.id, status, answer, errors, seen, stored }));
