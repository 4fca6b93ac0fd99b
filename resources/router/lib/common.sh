# shellcheck shell=sh disable=SC2034
# What every part of the router's software shares: places, settings, answers, the log. Sourced, never run.

LIB=/usr/local/lib/carputer-router
ETC=/etc/carputer-router
VAR=/var/lib/carputer-router
RUN=/run/carputer-router
VERSION=0.1.0
LINE_END='
'

PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# Without a UTF-8 locale mmcli turns every letter beyond ASCII into a question mark.
LC_ALL=C.UTF-8
export PATH LC_ALL
umask 027

# shellcheck source=../router.conf
. "$ETC/router.conf"

# Milliseconds since the machine's start. Sets NOW; no process is started for it.
now() {
  read -r NOW _ </proc/uptime
  NOW=${NOW%.*}${NOW#*.}0
}

# Milliseconds since 1970, or "null" as long as the clock was not set since the start: a Pi has none of its own and goes on from where it was
# switched off, weeks ago perhaps.
clock_ms() { if is_clock_set; then clock_kept_ms; else echo null; fi; }

# As it goes, rightly or not.
clock_kept_ms() { date +%s000; }

# See clock_compare.
is_clock_set() { [ -e "$RUN/clock-set" ]; }

boot_id() { get "$RUN/boot-id" unknown; }

# The folders that the panel's user may read: what is made in them belongs to its group, without a further step for each file.
folders() {
  mkdir -p "$RUN" "$VAR/modems" "$VAR/messages"
  # dnsmasq reads the name servers as a user of its own.
  chmod 751 "$RUN"
  [ -e "$ETC/readers" ] || return 0
  chgrp carputer "$RUN" "$VAR"
  chmod 2751 "$RUN"
  chmod 2750 "$VAR"
}

# Replaces file $1 as a whole with standard input; a reader sees the old one or the new one. In $VAR it survives a power cut.
put() {
  local part="$1.part.$$"
  # A full card keeps no half of it, which would fill it further.
  if ! cat >"$part"; then rm -f "$part"; return 1; fi
  # What was to be written has failed: the old one is better than nothing.
  case $1 in *.json) [ -s "$part" ] || { rm -f "$part"; return 1; } ;; esac
  [ -z "${2-}" ] || chmod "$2" "$part"
  case $1 in "$ETC"/*) ! [ -e "$ETC/readers" ] || chgrp carputer "$part" 2>/dev/null ;; esac
  case $1 in "$RUN"/*) ;; *) sync "$part" ;; esac
  mv -f "$part" "$1"
}

# Prints the line that file $1 consists of, or $2 where there is none or it is empty. No process is started for it.
get() {
  local line=''
  [ ! -e "$1" ] || IFS= read -r line <"$1" || :
  printf '%s\n' "${line:-$2}"
}

# A string as JSON.
quoted() { jq -cn --arg text "$1" '$text'; }

# Runs a command for at most $1 seconds, then kills it.
within() {
  local seconds="$1"
  shift
  timeout -k 2 "$seconds" "$@"
}

answer() {
  now
  printf '{"ok":true,"uptimeMs":%s,"data":%s}\n' "$NOW" "$1"
}

# refuse CODE MESSAGE [DETAILS]: answers with an error and ends.
refuse() {
  now
  printf '{"ok":false,"uptimeMs":%s,"error":{"code":"%s","message":%s,"details":%s}}\n' \
    "$NOW" "$1" "$(quoted "$2")" "${3:-"{}"}"
  exit 1
}

# The last entry's number; the last line may be what a power cut has left of one.
last_seq() { tail -n 2 "$VAR/log.jsonl" 2>/dev/null | sed -n 's/^{"seq":\([0-9]*\),.*/\1/p' | tail -n 1; }

# note LEVEL CODE MODEM TEXT [DETAILS]: one entry in the ring log. MODEM may be empty.
note() {
  (
    flock -w 5 9 || exit 0
    now
    seq=$(last_seq)
    seq=$((${seq:-0} + 1))
    entry=$(jq -cn --argjson seq "$seq" --argjson at "$NOW" --arg boot "$(boot_id)" --argjson clock "$(clock_ms)" \
      --arg level "$1" --arg code "$2" --arg modem "$3" --arg text "$4" --argjson details "${5:-"{}"}" \
      '{seq: $seq, atUptimeMs: $at, bootId: $boot, clockMs: $clock, level: $level, code: $code,
        modemId: (if $modem == "" then null else $modem end), text: $text, details: $details}')
    if [ $((seq % 100)) -eq 0 ]; then
      { tail -n 400 "$VAR/log.jsonl"; printf '%s\n' "$entry"; } | put "$VAR/log.jsonl"
    else
      # Not at the end of a line that was cut off.
      [ "$(tail -c 1 "$VAR/log.jsonl" 2>/dev/null | tr -d '\n' | wc -c)" -eq 0 ] || echo >>"$VAR/log.jsonl"
      printf '%s\n' "$entry" >>"$VAR/log.jsonl"
    fi
  ) 9>"$RUN/log.lock"
}

is_data_wanted() { [ "$(get "$VAR/data-wanted" 1)" = 1 ]; }

# Something that may be done only when nobody else does it: one_at_a_time NAME SECONDS COMMAND...
one_at_a_time() {
  local name="$1" seconds="$2"
  shift 2
  (
    flock -w "$seconds" 8 || exit 75
    "$@" 8>&-
  ) 8>"$RUN/$name.lock"
}

# The settings of one modem as JSON: {apn, user, password, pin, technologies, bands}.
modem_settings() {
  get "$VAR/modems/$1.json" '{}' | jq -c --arg apn "$APN" --arg user "$APN_USER" --arg password "$APN_PASSWORD" --arg pin "$SIM_PIN" \
    '{apn: $apn, user: $user, password: $password, pin: $pin, technologies: ["any"], bands: ["any"]} + .'
}

# A SIM that asks for its PIN gets the one that is remembered or in router.conf: once, and again only another one. Three wrong ones would
# lock it, so a power cut in between counts as a wrong one, and the last try is left to a person. give_pin ID OPTION COMMAND...
give_pin() {
  local id="$1" option="$2" pin
  shift 2
  pin=$(modem_settings "$id" | jq -r .pin)
  if [ -z "$pin" ] || [ "$pin" = "$(cat "$VAR/refused-pin-$id" 2>/dev/null)" ]; then return 0; fi
  printf '%s\n' "$pin" | put "$VAR/refused-pin-$id" 600
  if "$@" "$option$pin" >/dev/null 2>&1; then rm -f "$VAR/refused-pin-$id"; fi
}

# jq_file NAME ARGUMENTS...: one of the programs in lib/jq.
jq_file() {
  local program="$1"
  shift
  jq -c -L "$LIB/lib/jq" "$@" -f "$LIB/lib/jq/$program.jq"
}

# The driver in use: modemmanager or qmi-network.
driver() {
  case $DRIVER in
    auto) if command -v mmcli >/dev/null; then echo modemmanager; else echo qmi-network; fi ;;
    *) echo "$DRIVER" ;;
  esac
}
