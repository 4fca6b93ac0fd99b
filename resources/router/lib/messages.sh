# shellcheck shell=sh
# Messages: one file each in $VAR/messages, so that the inbox is there when the media Pi is not. Taken off the SIM once they are kept.

MESSAGES_KEPT=500
# Of long ones that never became whole, per SIM: it has room for a few dozen.
PARTIAL_KEPT=5

messages_loop() {
  messages_changed
  while sleep 2; do
    [ "$(driver)" = modemmanager ] || continue
    [ ! -s "$RUN/mm-modems" ] || while read -r path id; do messages_take "$path" "$id"; done <"$RUN/mm-modems"
    messages_send
  done
}

# Something is different: a new revision, and how many are unread. Each change has a revision of its own, whoever makes it.
messages_changed() { one_at_a_time messages 10 messages_changed_alone; }

messages_changed_alone() {
  local revision unread
  revision=$(($(get "$VAR/messages-revision" 0) + 1))
  echo "$revision" | put "$VAR/messages-revision"
  unread=$(cat "$VAR/messages"/*.json 2>/dev/null | grep -c '"state":"unread"')
  printf '{"revision":%s,"unreadCount":%s}\n' "$revision" "$unread" | put "$RUN/messages.json"
}

# What has come in on one modem, complete ones only; the parts of a long one are joined by ModemManager. Those whose other parts never come
# would fill the SIM until nothing comes in any more: the oldest of them go. messages_take PATH ID
messages_take() {
  local list sms raw partial=''
  list=$(within 5 mmcli -m "$1" --messaging-list-sms -J 2>/dev/null)
  case $list in *'"/'*) ;; *) return ;; esac
  for sms in $(printf '%s' "$list" | jq -r '."modem.messaging.sms"[]?' | sort -V); do
    raw=$(within 5 mmcli -s "$sms" -J 2>/dev/null) || continue
    case $raw in
      *'"state":"received"'*) if message_keep "$raw" "$2"; then message_drop "$1" "$sms"; fi ;;
      *'"state":"receiving"'*) partial="$partial $sms" ;;
    esac
  done
  for sms in $(printf '%s' "$partial" | xargs -n 1 | head -n "-$PARTIAL_KEPT"); do message_drop "$1" "$sms"; done
}

# Off the SIM. message_drop PATH SMS
message_drop() { within 10 mmcli -m "$1" --messaging-delete-sms="$2" >/dev/null 2>&1; }

# Keeps it unless it is there already; the id is made of what came. message_keep RAW MODEM
message_keep() {
  local id number text
  id=$(printf '%s' "$1" | jq -j '.sms | .content.number, "\n", .properties.timestamp, "\n", .content.text' | sha256sum | head -c 16)
  [ ! -e "$VAR/messages/$id.json" ] || return 0
  printf '%s' "$1" | jq -c --arg id "$id" --arg modem "$2" --argjson clock "$(clock_ms)" -L "$LIB/lib/jq" '
    include "sms-length"; include "time-stamp";
    .sms | (.content.text | if . == "--" then "" else . end) as $text | ($text | sms_length) as $length
    | {id: $id, direction: "in", number: .content.number, text: $text, parts: $length.parts, encoding: $length.encoding, state: "unread", reason: null,
       clockMs: $clock, sentClockMs: (.properties.timestamp | clock_ms), modemId: $modem}' |
    put "$VAR/messages/$id.json" || return 1
  [ -s "$VAR/messages/$id.json" ] || return 1
  messages_trim
  messages_changed
  number=$(jq -r .number "$VAR/messages/$id.json") text=$(jq -r .text "$VAR/messages/$id.json")
  case $text in 'CAR '*) sms_command "$number" "$text" "$2" ;; esac
}

# Where there are too many, whoever has the most of them loses the oldest: nobody's flood takes another one's away. What waits to be sent stays.
messages_trim() {
  local file
  set -- "$VAR/messages"/*.json
  while [ $# -gt "$MESSAGES_KEPT" ]; do
    # shellcheck disable=SC2011,SC2012
    file=$(ls -tr "$@" | xargs grep -LE '"state":"(queued|sending)"' | xargs -r grep -oHE '"number":("[^"]*"|null)' |
      awk -F: '{ file = $1; sub(/^[^:]*:/, ""); count[$0]++; if (!($0 in oldest)) oldest[$0] = file }
        END { for (number in count) if (count[number] > most) { most = count[number]; out = oldest[number] } print out }')
    [ -n "$file" ] || return 0
    rm -f "$file"
    set -- "$VAR/messages"/*.json
  done
}

# message_set ID STATE [REASON]
message_set() {
  [ -s "$VAR/messages/$1.json" ] || return 1
  jq -c --arg state "$2" --arg reason "${3:-}" '.state = $state | .reason = (if $reason == "" then null else $reason end)' "$VAR/messages/$1.json" |
    put "$VAR/messages/$1.json"
  messages_changed
}

# Queues a text; prints its id. By its time it stands among the others, so it has one always. message_queue NUMBER TEXT MODEM
message_queue() {
  local id
  id="o$(tr -dc 'a-f0-9' </dev/urandom | head -c 15)"
  jq -cn --arg id "$id" --arg number "$1" --arg text "$2" --arg modem "$3" --argjson clock "$(clock_kept_ms)" -L "$LIB/lib/jq" '
    include "sms-length"; ($text | sms_length) as $length
    | {id: $id, direction: "out", number: $number, text: $text, parts: $length.parts, encoding: $length.encoding, state: "queued", reason: null,
       clockMs: $clock, sentClockMs: null, modemId: (if $modem == "" then null else $modem end)}' | put "$VAR/messages/$id.json" || return 1
  messages_trim
  messages_changed
  echo "$id"
}

# Sends what is queued, oldest first, each once: one that was being sent when the power went is failed, not sent again.
messages_send() {
  local file id waiting
  # One look at all of them: there may be hundreds that were sent long ago.
  waiting=$(grep -lE '"state":"(queued|sending)"' "$VAR/messages"/o*.json 2>/dev/null)
  [ -n "$waiting" ] || return 0
  # shellcheck disable=SC2012,SC2086
  ls -tr $waiting | while read -r file; do
    id=${file##*/}
    id=${id%.json}
    case $(get "$file" '') in
      *'"state":"sending"'*) message_set "$id" failed 'The router was restarted while it was sent' ;;
      *'"state":"queued"'*) message_send "$id" ;;
    esac
  done
}

message_send() {
  local file="$VAR/messages/$1.json" path said sms
  path=$(mm_path "$(jq -r --arg any "$(awk 'NR == 1 { print $2 }' "$RUN/mm-modems")" '.modemId // $any' "$file")")
  if [ -z "$path" ]; then
    message_set "$1" failed 'No modem can send it'
    return
  fi
  message_set "$1" sending
  # Not through mmcli: its quoting cannot hold every text.
  if said=$(within 20 busctl call org.freedesktop.ModemManager1 "$path" org.freedesktop.ModemManager1.Modem.Messaging Create 'a{sv}' 2 \
    number s "$(jq -r .number "$file")" text s "$(jq -r .text "$file")" 2>&1); then :; fi
  sms=$(printf '%s' "$said" | sed -n 's/^o "\(.*\)"$/\1/p')
  if [ -n "$sms" ] && said=$(within 60 mmcli -s "$sms" --send 2>&1); then
    message_set "$1" sent
  else
    message_set "$1" failed "$(printf '%s' "$said" | tail -n 1 | sed "s/^error: couldn't send the SMS: //" | head -c 300)"
  fi
  [ -z "$sms" ] || within 10 mmcli -m "$path" --messaging-delete-sms="$sms" >/dev/null 2>&1
}
