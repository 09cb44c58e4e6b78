#!/usr/bin/env bash
# From dormant to a conversation, with curl. You will see each request's status: the server lives but
# answers 503, its init makes it yours, your key opens it, the demo model runs a command and finishes.
set -euo pipefail
if [[ ${1-} == --help ]]; then
    echo 'Usage: examples/lifecycle.sh   (AGENT_SERVER names the server; default target/image/bin/agent-server)'
    exit 0
fi
server=${AGENT_SERVER:-$(dirname "$(readlink -f "$0")")/../target/image/bin/agent-server}
work=$(mktemp --directory)
base=http://127.0.0.1:${PORT:-8765}

call() { # call EXPECTED-STATUS PATH [CURL-OPTION...]; the body goes to $work/answer
    local status
    status=$(curl --silent --output "$work/answer" --write-out '%{http_code}' "$base$2" "${@:3}" || true)
    [[ $1 == any ]] || echo "$status $2  $(head --bytes 110 "$work/answer")"
    [[ $1 == any || $status == "$1" ]] || { echo "expected $1" >&2; exit 1; }
}
json=(--header 'Content-Type: application/json')
mine=("${json[@]}" --header 'X-Session-API-Key: my-key')

cd "$work"
OH_DEFERRED_INIT=1 OH_SECRET_KEY=pool-key OH_PERSISTENCE_DIR=$work/home \
    "$server" --host 127.0.0.1 --port "${base##*:}" >"$work/log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null && wait $pid 2>/dev/null || true; rm --recursive --force "$work"' EXIT
for _ in {1..1000}; do
    curl --silent --fail --output /dev/null $base/health && break
    sleep 0.05
done

call 200 /health
call 200 /api/init
call 503 /api/conversations "${json[@]}" --data '{}'
call 401 /api/init "${json[@]}" --data '{}'
call 200 /api/init "${json[@]}" --header 'X-Init-API-Key: pool-key' --data '{
    "session_api_keys": ["my-key"], "conversations_path": "'"$work"'/conversations", "env": {"WHO": "you"}}'
call 401 /api/conversations "${json[@]}" --data '{}'
call 201 /api/conversations "${mine[@]}" --data '{
    "agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
    "workspace": {"working_dir": "'"$work"'/project"},
    "initial_message": {"content": [{"type": "text", "text": "Run `echo hello $WHO`"}]}}'
id=$(grep --only-matching --max-count 1 '"id":"[^"]*"' "$work/answer" | head --lines 1 | cut --delimiter '"' --fields 4)
for _ in {1..1000}; do
    call any "/api/conversations/$id" "${mine[@]}"
    grep --quiet '"execution_status":"finished"' "$work/answer" && break
    sleep 0.05
done
call 200 "/api/conversations/$id/agent_final_response" "${mine[@]}"
