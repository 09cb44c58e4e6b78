/// The append-only log of a conversation. Knows what an event is called, when it happened and what
/// came before it, but not what it means; the changes of a conversation's state it keeps unread.
///
/// A log is one file, one JSON record a line, readable with `jq`:
///
/// ```json
/// {"seq":1,"sum":"9a1b03cf","event":{"kind":"PauseEvent","id":"2ede…",…}}
/// {"seq":2,"sum":"17c0de11","event":{…},"change":{"execution_status":"paused"}}
/// {"seq":3,"sum":"0b5f2a90","change":{"title":"Fix the build"}}
/// ```
///
/// - `seq` numbers the records from 1. Where a damaged one is missing there is a gap; it never
/// falls.
/// - `sum` is the CRC-32C, in eight lower-case hex digits, of the whole line but for those eight
/// digits and
///   the line's end. So bytes are checked as they lie there, and nothing has to be encoded again.
/// - `event` is the event without nulls; `change` is an object that only the log's owner reads. A
/// record
///   has one of them or both. Other members are kept and handed to the owner in the same way.
///
/// A line is written with one call, and a record counts once the file is synced. At load an
/// unfinished last line is cut off, as it was never acknowledged; a line that fails its check is
/// left where it is, copied to `NAME.damaged`, reported, and costs only itself.
///
/// `jq -c 'select(.event) | .event | [.timestamp, .kind]' events.log` lists what happened.
package agentserver.event.log;
