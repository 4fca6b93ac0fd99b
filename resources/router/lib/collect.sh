# shellcheck shell=sh
# Gathers the evidence, round after round, and writes what it means: modems.json, uplink.json, status.json in $RUN.

NO_UPLINK='{"modemId":null,"interface":null,"address":null,"why":"none_works","sinceUptimeMs":null,"heldUntilUptimeMs":null}'

# One round. Sets NOW.
collect_round() {
  local usb id kind wdm net file
  usb=$(usb_modems)
  now
  plugged_since "$usb"
  uplinks_follow "$usb"
  [ "$(driver)" != modemmanager ] || mm_modems | put "$RUN/mm-modems"
  printf '%s\n' "$usb" | while read -r id _ _ kind wdm net _; do
    [ -z "$id" ] || reading "$id" "$kind" "$wdm" "$net"
  done >"$RUN/readings"
  for file in "$RUN"/probe-[0-9]*; do get "$file" ''; done >"$RUN/probes"
  for file in "$RUN"/trial-[0-9]*; do get "$file" ''; done >"$RUN/trials"
  settings_known
  now
  jq_file modems -n --argjson now "$NOW" --argjson wanted "$(is_data_wanted && echo true || echo false)" --arg wrong "$MODE_SWITCH" \
    --arg usbLines "$usb" --slurpfile readings "$RUN/readings" --argjson addresses "$(ip -j -s addr show)" --argjson routes "$(ip -j -4 route show)" \
    --slurpfile probes "$RUN/probes" --slurpfile trials "$RUN/trials" --argjson settings "$(get "$RUN/settings.json" '{}')" \
    --slurpfile samples "$RUN/signal.jsonl" --slurpfile previous "$RUN/modems.json" --argjson plugged "$(get "$RUN/plugged.json" '{}')" \
    --slurpfile uplink "$RUN/uplink.json" | put "$RUN/modems.json" || return 1
  uplink_round
  [ "$(driver)" != modemmanager ] || profiles_round
  probe_round
  status_round
}

# What the driver says of one modem, as {id: reading or null}. reading ID KIND WDM NET
reading() {
  local path raw wdm=- alive=true
  if is_plain "$2"; then
    jq -cn --arg id "$1" --arg model "$(usb_product "$1")" '{($id): {model: (if $model == "" then null else $model end)}}'
    return
  fi
  # The cdc-wdm of huawei_cdc_ncm speaks AT, that of cdc_mbim MBIM: neither would answer qmicli.
  [ "$2" != qmi_wwan ] || wdm=$3
  if [ "$(driver)" = qmi-network ]; then
    if [ "$wdm" = - ]; then
      echo "{\"$1\":null}"
    else
      raw=$(qmi_read "$wdm")
      qmi_unlock "$1" "$wdm" "$raw"
      printf '%s\n' "$raw" | jq_file qmi-reading -Rs --arg id "$1" --arg model "$(qmi_model "$1" "$wdm")"
    fi
    return
  fi
  path=$(mm_path "$1")
  if [ -z "$path" ] || ! raw=$(mm_read "$path"); then
    # ModemManager gives up on a firmware that hangs: that is another matter than one it has not found yet.
    if mm_is_alive "$wdm" "$1"; then echo "{\"$1\":null}"; else echo "{\"$1\":{\"isAlive\":false}}"; fi
    return
  fi
  mm_unlock "$1" "$raw"
  if is_doubtful "$1" && ! mm_is_alive "$wdm" "$1"; then alive=false; fi
  printf '%s' "$raw" | jq_file mm-reading -s --arg id "$1" --argjson isAlive "$alive" --arg band "$(get "$RUN/band-$1" '')" \
    --arg simName "$(mm_sim_name "$raw")" --arg net "$([ "$4" != - ] || mm_interface "$raw")"
}

# Is there a reason to ask the firmware itself? A modem whose probe is well is alive.
is_doubtful() {
  [ $((NOW % 30000)) -lt 3000 ] || ! jq -e --arg id "$1" 'any(.[]; .id == $id and .fault == null)' "$RUN/modems.json" >/dev/null 2>&1
}

# When each modem was plugged in, as far as this start has seen. A new one forgets what was true of the old.
plugged_since() {
  local ids id vendor kind
  ids=$(printf '%s\n' "$1" | cut -d' ' -f1)
  # Unplugged and plugged in by software, between two rounds.
  if [ -e "$RUN/replugged" ]; then
    rm -f "$RUN/replugged" "$RUN/plugged.json"
    PLUGGED=''
  fi
  [ "$ids" != "${PLUGGED-none}" ] || return 0
  for id in $ids; do
    case " $(printf '%s' "${PLUGGED-}" | tr '\n' ' ') " in
      *" $id "*) ;;
      *)
        rm -f "$RUN/trial-$id" "$RUN/refused-$id" "$RUN/refusals-$id" "$RUN/probe-$id" "$RUN/model-$id"* "$RUN/profile-$id"
        printf '%s\n' "$1" | awk -v id="$id" '$1 == id { print $2, $4 }' | {
          read -r vendor kind
          # Nothing is kept of a phone.
          [ "$kind" = tethering ] || settings_follow "$id" "$vendor" "$ids"
        }
        ;;
    esac
  done
  get "$RUN/plugged.json" '{}' | jq -c --arg ids "$ids" --argjson now "$NOW" '. as $old | [$ids | split("\n")[] | select(. != "") | {(.): ($old[.] // $now)}] | add // {}' | put "$RUN/plugged.json"
  PLUGGED=$ids
}

# A stick that is put into another socket takes its settings along: from the socket that one of the same maker was in last, and that is empty
# now. settings_follow ID VENDOR IDS
settings_follow() {
  local file old
  if [ ! -e "$VAR/modems/$1.json" ]; then
    # shellcheck disable=SC2012
    old=$(ls -t "$VAR/modems" | while read -r file; do
      file=${file%.json}
      case " $(printf '%s' "$3" | tr '\n' ' ') " in *" $file "*) continue ;; esac
      ! grep -q "\"vendor\":\"$2\"" "$VAR/modems/$file.json" || { echo "$file"; break; }
    done)
    if [ -n "$old" ]; then
      mv "$VAR/modems/$old.json" "$VAR/modems/$1.json"
      [ ! -e "$VAR/refused-pin-$old" ] || mv "$VAR/refused-pin-$old" "$VAR/refused-pin-$1"
      [ "$(get "$VAR/preferred" '')" != "$old" ] || echo "$1" | put "$VAR/preferred"
    fi
  fi
  # Written anew each time: which socket was used last is told by its age.
  get "$VAR/modems/$1.json" '{}' | jq -c --arg vendor "$2" '.vendor = $vendor' | put "$VAR/modems/$1.json" 600
}

# $RUN/settings.json: {id: settings} of every modem that was ever seen, made anew when one has changed. `isOwn`: somebody has chosen some of them.
settings_known() {
  local file
  [ ! -e "$RUN/settings.json" ] || [ -n "$(find "$VAR/modems" "$ETC/router.conf" -newer "$RUN/settings.json" 2>/dev/null)" ] || return 0
  for file in "$VAR"/modems/*.json; do
    [ -e "$file" ] || continue
    file=${file##*/}
    modem_settings "${file%.json}" | jq -c --arg id "${file%.json}" --argjson isOwn "$(get "$VAR/modems/$file" '{}' | jq 'del(.vendor) != {}')" \
      '{($id): (del(.password, .pin, .vendor) | .isOwn = $isOwn)}'
  done | jq -cs 'add // {}' | put "$RUN/settings.json"
}

# NetworkManager's profiles, when something that is in them may have changed.
profiles_round() {
  local stamp
  mm_forget "$PLUGGED" "$(sed 's/"port":"/\n&/g' "$RUN/modems.json" | sed -n 's/^"port":"\([^"]*\)".*/\1/p')"
  # Somebody else's profile may have it.
  is_data_wanted || jq -r '.[] | select(.kind | IN("hilink", "tethering") | not) | select(.session.isUp and .port != null) | .port' "$RUN/modems.json" |
    while read -r port; do within 10 nmcli device disconnect "$port" >/dev/null 2>&1; done
  sed 's/{"id"/\n&/g' "$RUN/modems.json" | sed -n 's/^{"id":"\([^"]*\)".*"port":"\([^"]*\)".*/\1 \2/p' | while read -r id port; do
    stamp="$port $(is_data_wanted && echo wanted) $(get "$VAR/preferred" '') $(ls "$RUN/refused-$id" 2>/dev/null) $(stat -c %Y%i "$VAR/modems/$id.json")"
    [ "$stamp" != "$(get "$RUN/profile-$id" '')" ] || continue
    mm_profile "$id" "$port"
    printf '%s' "$stamp" >"$RUN/profile-$id"
  done
  jq -r '.[] | select((.kind | IN("hilink", "tethering")) and .interface != null) | "\(.id) \(.interface)"' "$RUN/modems.json" | while read -r id port; do
    stamp="$port $(is_data_wanted && echo wanted) $(get "$VAR/preferred" '')"
    [ "$stamp" != "$(get "$RUN/profile-$id" '')" ] || continue
    plain_profile "$id" "$port"
    printf '%s' "$stamp" >"$RUN/profile-$id"
  done
}

# Asks through each interface that has an address, in the background: 30 s apart where it is well, 3 s where not.
probe_round() {
  local id net
  jq -r --argjson now "$NOW" '.[] | select(.session.isUp and .address != null and .interface != null)
    | (if .fault != null then 3000 elif .isInUse then 10000 else 20000 end) as $every
    | select(.probe == null or $now - .probe.atUptimeMs >= $every) | "\(.id) \(.interface)"' "$RUN/modems.json" |
    while read -r id net; do
      [ -z "$(find "$RUN/probing-$id" -mmin -0.5 2>/dev/null)" ] || continue
      : >"$RUN/probing-$id"
      (probe "$id" "$net"; rm -f "$RUN/probing-$id") &
    done
}

# probe ID INTERFACE: the web by an address that was good before, so that a dead name server is told apart from a dead link.
probe() {
  local known code latency told address reason=null
  known=$(get "$VAR/probe-address" '')
  # The operator's name servers may answer nobody who comes through the tunnel.
  if [ -z "$known" ] && [ -e "$RUN/tunnel-full" ]; then known=$(address_of "$PROBE_HOST"); fi
  read -r code latency told <<END
$(probe_http "$2" ${known:+--resolve "$PROBE_HOST:80:$known"})
END
  # A page where there is to be none: somebody wants a sign-in, or money.
  case $code:$PROBE_PATH in 200:*204) code=302 ;; esac
  if [ "$code" = 204 ] || [ "$code" = 200 ]; then
    clock_compare "$told"
    address=$(address_of "$PROBE_HOST")
    if [ -n "$address" ]; then
      rm -f "$RUN/tunnel-nameless"
      [ "$address" = "$(get "$VAR/probe-address" '')" ] || printf '%s\n' "$address" | put "$VAR/probe-address"
    elif is_in_use "$1"; then
      # No modem is to be blamed for what is asked through the tunnel.
      if [ -e "$RUN/tunnel-full" ]; then : >"$RUN/tunnel-nameless"; else reason='"dns_failed"'; fi
    fi
  elif [ "$code" != 000 ]; then
    reason='"captive_portal"'
  else
    reason='"probe_failed"'
    # The address of before may be the one that died.
    rm -f "$VAR/probe-address"
  fi
  now
  jq -cn --arg id "$1" --argjson at "$NOW" --argjson reason "$reason" --argjson ms "$latency" \
    '{($id): {atUptimeMs: $at, isOk: ($reason == null), latencyMs: (if $reason == null then $ms * 1000 | round else null end), reason: $reason}}' | put "$RUN/probe-$1"
}

# A name's address as the phones would get it. address_of NAME
address_of() {
  local server
  if [ -e "$RUN/tunnel-full" ]; then
    server=$(sed -n 's/^nameserver //p' "$RUN/resolv.conf" | head -n 1)
    within 6 busybox nslookup "$1" "$server" 2>/dev/null | sed -n '/^Name:/,$ s/^Address[^:]*: *\([0-9]*\.[0-9]*\.[0-9]*\.[0-9]*\).*/\1/p' | head -n 1
  else
    within 4 getent ahostsv4 "$1" | awk '{ print $1; exit }'
  fi
}

# The clock counts as set once the web's own time agrees with it; where NTP has not set it within a minute, it is set by that. clock_compare DATE
clock_compare() {
  local told off
  if is_clock_set || [ -z "$1" ]; then return 0; fi
  told=$(date -d "$1" +%s 2>/dev/null) || return 0
  off=$(($(date +%s) - told))
  now
  if [ "${off#-}" -le 120 ]; then : >"$RUN/clock-set"; return; fi
  [ -e "$RUN/clock-wrong" ] || printf '%s\n' "$NOW" >"$RUN/clock-wrong"
  [ $((NOW - $(cat "$RUN/clock-wrong"))) -lt 60000 ] || ! date -s "@$told" >/dev/null || : >"$RUN/clock-set"
}

# Prints "CODE SECONDS DATE"; the time is that of the connection, one way there and back.
probe_http() {
  local net="$1"
  shift
  curl -s -4 --interface "$net" --max-time 5 -o /dev/null -w '%{http_code} %{time_connect} %header{date}' "$@" "http://$PROBE_HOST$PROBE_PATH" || :
}

is_in_use() { grep -q "\"modemId\":\"$1\"" "$RUN/uplink.json" 2>/dev/null; }

# The chosen modem's route goes before all others; what flowed elsewhere begins anew there.
uplink_round() {
  local old new preferred
  old=$(get "$RUN/uplink.json" "$NO_UPLINK")
  preferred=$(get "$VAR/preferred" '')
  new=$(printf '%s' "$old" | jq_file uplink --argjson now "$NOW" --argjson modems "$(get "$RUN/modems.json" '[]')" --arg preferred "$preferred" --arg plain "$PLAIN_UPLINKS") || return 1
  if [ "$old" = "$new" ]; then
    keep_route "$new"
    return
  fi
  printf '%s\n' "$new" | put "$RUN/uplink.json"
  keep_route "$new"
  jq -rn --argjson old "$old" --argjson new "$new" 'select($old.address != null and $old.address != $new.address) | $old.address' |
    while read -r address; do conntrack -D -q "$address" >/dev/null 2>&1; done
  jq -en --argjson old "$old" --argjson new "$new" '$old.modemId != $new.modemId and $new.modemId != null' >/dev/null || return 0
  note info switched "$(printf '%s' "$new" | jq -r .modemId)" "$(uplink_words "$new")" "$(printf '%s' "$new" | jq -c '{why, interface}')"
}

uplink_words() {
  case $(printf '%s' "$1" | jq -r .why) in
    preferred) echo 'The preferred modem works again and is used' ;;
    stronger) echo 'The other modem has the better signal and is used' ;;
    other_failed) echo 'The modem in use has failed; this one is used now' ;;
    *) echo 'This modem is used' ;;
  esac
}

keep_route() {
  local net gateway
  net=$(printf '%s' "$1" | sed -n 's/.*"interface":"\([^"]*\)".*/\1/p')
  [ -n "$net" ] || return 0
  gateway=$(ip -4 route show default dev "$net" | sed -n 's/^default via \([0-9.]*\) .*/\1/p' | head -n 1)
  ip -4 route show default metric 90 | grep -q "dev $net " || {
    ip -4 route del default metric 90 2>/dev/null
    if [ -n "$gateway" ]; then ip -4 route replace default via "$gateway" dev "$net" metric 90
    else ip -4 route replace default dev "$net" metric 90; fi
  }
  if [ "$net" != "${NAMES_OF-}" ] || [ $((NOW - NAMES_AT)) -ge 15000 ]; then name_servers "$net"; fi
}

# dnsmasq asks the chosen modem's name servers, or those of the tunnel that takes everything. name_servers INTERFACE
name_servers() {
  local servers
  NAMES_OF=$1 NAMES_AT=$NOW
  servers=$(if [ -e "$RUN/tunnel-full" ] && [ -s "$RUN/tunnel-dns" ]; then
    cat "$RUN/tunnel-dns"
  else
    cat "$RUN/dns-$1" 2>/dev/null
    jq -r --arg net "$1" '.[] | select(.interface == $net) | .dns[]' "$RUN/modems.json"
  fi | grep -E '^[0-9.]+$' | awk '!seen[$0]++ { print "nameserver " $0 }')
  # A stick that is a router of its own: NetworkManager knows.
  [ -n "$servers" ] || ! command -v nmcli >/dev/null ||
    servers=$(within 3 nmcli -g IP4.DNS device show "$1" 2>/dev/null | tr '|' '\n' | sed -n 's/^ *\([0-9.]\{7,\}\) *$/nameserver \1/p')
  [ -z "$servers" ] || [ "$servers" = "$(cat "$RUN/resolv.conf" 2>/dev/null)" ] || printf '%s\n' "$servers" | put "$RUN/resolv.conf" 644
}
