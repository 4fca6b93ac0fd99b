# shellcheck shell=sh
# Commands by SMS: CAR <verb> <counter> <mac>, from allowed numbers only, off by default. The state is one file that outlives the power.

SMS_TRIES_A_DAY=5
SMS_TOLD_A_DAY=20

sms_state() { get "$VAR/sms-commands.json" '{}' | jq -c '{isOn: false, numbers: [], key: null, counter: 0, accepted: 0, refusedForged: 0, refusedReplayed: 0,
  refusedNumber: 0, refusedFlood: 0, wrongDay: null, wrongToday: 0, toldDay: null, toldToday: 0} + .'; }

sms_save() { put "$VAR/sms-commands.json" 600; }

hmac() { printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" | sed 's/^.*= *//'; }

# sms_command NUMBER TEXT MODEM
sms_command() {
  local state verb counter mac rest key
  state=$(sms_state)
  [ "$(printf '%s' "$state" | jq -r .isOn)" = true ] || return 0
  if ! printf '%s' "$state" | jq -e --arg number "$1" 'any(.numbers[]; . == $number)' >/dev/null; then
    sms_refuse refusedNumber "$state" "$3"
    return
  fi
  if [ "$(printf '%s' "$state" | jq --arg day "$(sms_day)" 'if .wrongDay == $day then .wrongToday else 0 end')" -ge "$SMS_TRIES_A_DAY" ]; then
    sms_refuse refusedFlood "$state" "$3"
    return
  fi
  read -r _ verb counter mac rest <<END
$2
END
  key=$(printf '%s' "$state" | jq -r '.key // empty')
  case "$verb$counter$mac" in *[!a-z0-9]*) verb= ;; esac
  [ -z "$rest" ] || verb=
  case $verb in status | locate | reconnect) ;; *) verb= ;; esac
  case $counter in '' | *[!0-9]* | ????????????????*) verb= ;; esac
  if [ -z "$verb" ] || [ -z "$key" ] || [ "${#mac}" -ne 10 ] || [ "$(hmac "$key" "CAR $verb $counter" | head -c 10)" != "$mac" ]; then
    sms_refuse refusedForged "$state" "$3"
    return
  fi
  if ! printf '%s' "$state" | jq -e --argjson counter "$counter" '$counter > .counter' >/dev/null; then
    sms_refuse refusedReplayed "$state" "$3"
    return
  fi
  # Before it is done: whatever happens then, it is not done twice. What cannot be noted is not done.
  printf '%s' "$state" | jq -c --argjson counter "$counter" '.counter = $counter | .accepted += 1' | sms_save || return 0
  note info sms_command "$3" "Command by SMS: $verb" "{\"verb\":\"$verb\"}"
  message_queue "$1" "$(sms_do "$verb")" "$3" >/dev/null
}

# A restart before the clock is set begins no new day.
sms_day() { date +%F; }

# sms_refuse COUNTER STATE MODEM: counted, and a forged or replayed one is a wrong one of the day. Never answered, and told a few times a day
# only: who sends them by the thousand would push everything else out of the log.
sms_refuse() {
  printf '%s' "$2" | jq -c --arg name "$1" --arg day "$(sms_day)" '.[$name] += 1
    | if $name | IN("refusedForged", "refusedReplayed") then .wrongToday = (if .wrongDay == $day then .wrongToday else 0 end) + 1 | .wrongDay = $day else . end
    | .toldToday = (if .toldDay == $day then .toldToday else 0 end) + 1 | .toldDay = $day' | sms_save
  [ "$(sms_state | jq .toldToday)" -le "$SMS_TOLD_A_DAY" ] || return 0
  note warn sms_refused "$3" 'A command by SMS was refused' "{\"why\":\"$1\"}"
}

sms_do() {
  case $1 in
    status) jq -r '(.modems | map(select(.isInUse)) | .[0]) as $m
      | (if .brokenLink == null then "Online" else "Broken: \(.brokenLink) (\([.chain[] | select(.link == $s.brokenLink)][0].reason))" end) as $first
      | [$first, $m.operator, $m.technology, (if $m.signal.rsrpDbm == null then null else "\($m.signal.rsrpDbm) dBm" end),
         "\(.hotspot.clientCount // 0) phones", "\((.usage.usedBytes / 1e7 | round) / 100) GB used"] | map(select(. != null)) | join(", ")' \
      --argjson s "$(cat "$RUN/status.json")" "$RUN/status.json" ;;
    locate) get "$RUN/position.json" null | jq -r --argjson now "$(now; echo "$NOW")" '
      if . == null then "Position not known" else "\(.latitude),\(.longitude)\(if .accuracyM == null then "" else " within \(.accuracyM) m" end), \(($now - .atUptimeMs) / 60000 | floor) min ago" end' ;;
    reconnect)
      is_data_wanted || { echo 'Data are switched off in the car'; return; }
      jq -r '.[] | select(.state != "absent") | .id' "$RUN/modems.json" | while read -r id; do within 90 "$LIB/step" "$id" session asked >/dev/null 2>&1 & done
      echo 'Reconnecting' ;;
  esac
}
