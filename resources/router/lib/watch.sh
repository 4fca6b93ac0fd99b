# shellcheck shell=sh
# Reading verbs: files that the router's service writes, for a user that may only read them.

ALIVE_MS=20000
WATCH_MS=3600000

arguments() {
  ARGUMENTS=$(head -n 1 | head -c 16384 | jq -Rsc -L "$LIB/lib/jq" --arg verb "$1" -f "$LIB/lib/jq/arguments.jq")
  case $ARGUMENTS in
    '{"wrong":'*) refuse bad_arguments "$(printf '%s' "$ARGUMENTS" | jq -r .wrong.message)" "$(printf '%s' "$ARGUMENTS" | jq -c '.wrong | {field}')" ;;
    '') refuse bad_arguments 'The arguments cannot be read' '{"field":null}' ;;
  esac
}

# The last status; one that is too old says so, and what was measured in it is not known any more.
current_status() {
  now
  jq -c --argjson now "$NOW" --argjson alive "$ALIVE_MS" 'if $now - .uptimeMs <= $alive then . else
    .isRunning = false | .chain |= map(.state = "unknown" | .reason = null | .value = null) | .brokenLink = null
    | .modems |= map(.signal = null | .probe = null | .averageDbm = null | .operator = null | .technology = null | .band = null) end' "$RUN/status.json" 2>/dev/null
}

status() {
  local text
  text=$(current_status)
  [ -n "$text" ] || refuse not_running "The router's service has not written anything yet"
  answer "$text"
}

# What tells that one of the files behind `watch` was replaced or has grown.
watched() { stat -c '%i %s' "$RUN/status.json" "$VAR/log.jsonl" "$RUN/messages.json" 2>/dev/null; }

# Lines for as long as somebody reads them. What matters makes a line at once; counters and signal one in 5 s.
watch() {
  local begun seen='' spoke
  now
  begun=$NOW
  AT=-5000 KEY='' SEQ=$(last_seq) REVISION=$(revision)
  printf '{"type":"hello","protocol":1,"uptimeMs":%s,"bootId":"%s"}\n' "$NOW" "$(boot_id)" || return 0
  while [ $((NOW - begun)) -lt "$WATCH_MS" ]; do
    spoke=$NOW
    if [ "$(watched)" != "$seen" ] || [ $((NOW - AT)) -ge "$ALIVE_MS" ]; then
      seen=$(watched)
      tell_status && tell_log && tell_messages || return 0
    fi
    now
    [ "$spoke" = "${SPOKE-}" ] || printf '{"type":"beat","uptimeMs":%s}\n' "$NOW" || return 0
    sleep 0.6
    now
  done
}

# Zeros are what some cards have of a line that was being written when the power went; jq stops at them.
log_lines() { tr -d '\000' <"$VAR/log.jsonl"; }
revision() { sed -n 's/.*"revision":\([0-9]*\).*/\1/p' "$RUN/messages.json" 2>/dev/null; }

tell_status() {
  local text key
  text=$(current_status)
  [ -n "$text" ] || return 0
  key=$(printf '%s' "$text" | jq -c '[.isRunning, .data, (.chain | map({state, reason, value: (if .link == "internet" then null else .value end)})), .heal, .uplink, .change, .messages, .hotspot,
    .usage.state, .usage.capBytes, .vpn.isUp, .vpn.isOn, .vpn.fault, (.vpn.lastHandshakeUptimeMs == null), (.vpn.silentSinceUptimeMs == null), .ddns.state, .ddns.answer, .ddns.address, .files, .preferredModemId, (.modems | map([.id, .state, .fault, .technology, .operator, .apn, .bands]))]')
  now
  if [ "$key" != "$KEY" ] || [ $((NOW - AT)) -ge 5000 ]; then
    printf '{"type":"status","uptimeMs":%s,"status":%s}\n' "$NOW" "$text" || return 1
    KEY=$key AT=$NOW SPOKE=$spoke
  fi
}

tell_log() {
  local last
  last=$(last_seq)
  [ "$last" != "$SEQ" ] || return 0
  log_lines | jq -Rc --argjson seq "${SEQ:-0}" --argjson now "$NOW" 'fromjson? | select(.seq > $seq) | {type: "log", uptimeMs: $now, entry: .}' || return 1
  SEQ=$last SPOKE=$spoke
}

tell_messages() {
  local new
  new=$(revision)
  [ "$new" != "$REVISION" ] || return 0
  printf '{"type":"messages","uptimeMs":%s,"revision":%s}\n' "$NOW" "$new" || return 1
  REVISION=$new SPOKE=$spoke
}
