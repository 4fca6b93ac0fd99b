# shellcheck shell=sh disable=SC2153
# What each verb does that needs root. The arguments have been checked; they are in $ARGUMENTS, a JSON object.

# given FIELD [DEFAULT]: one argument as text.
given() { printf '%s' "$ARGUMENTS" | jq -r --arg field "$1" --arg default "${2-}" '.[$field] | if . == null then $default else . end'; }
has() { printf '%s' "$ARGUMENTS" | jq -e --arg field "$1" 'has($field)' >/dev/null; }
without_arguments() { [ "$ARGUMENTS" = '{}' ]; }

# What cannot be kept is not done: at the next start it would be as before.
refuse_full() { refuse not_kept 'The card takes nothing any more: it is full, or worn out'; }

# Sets MODEM: the one that is meant, or the one in use, or the first; what has no SIM and no radio of ours comes last.
pick_modem() {
  MODEM=$(get "$RUN/modems.json" '[]' | jq -r --arg id "$(given modemId)" 'if $id != "" then (map(select(.id == $id)) | .[0].id) // ""
    else (sort_by((.kind | IN("hilink", "tethering")), (.isInUse | not), .state == "absent") | .[0].id) // "" end')
  [ -n "$MODEM" ] || refuse no_modem 'There is no such modem'
}

# pick_modem, for what only one with a SIM of ours can do.
pick_real_modem() {
  pick_modem
  ! is_plain "$(modem "$MODEM" kind)" || refuse not_supported 'This one has no SIM of ours'
}

verb_connect() {
  echo 1 | put "$VAR/data-wanted" || refuse_full
  rm -f "$RUN"/refused-* "$RUN"/refusals-* "$RUN"/trial-*
  echo '{}' | put "$RUN/heal.json"
  note info request '' 'Asked to connect' '{"what":"connect"}'
  answer '{"isDataWanted":true}'
}

verb_disconnect() {
  echo 0 | put "$VAR/data-wanted" || refuse_full
  note info request '' 'Asked to stay offline' '{"what":"disconnect"}'
  get "$RUN/modems.json" '[]' | jq -r '.[] | "\(.id) \(.kind) \(.interface // "-") \(.wdm // "-") \(.port // "-")"' |
    while read -r id kind net wdm port; do session_end "$id" "$kind" "$net" "$wdm" "$port"; done
  answer '{"isDataWanted":false}'
}

verb_reset_modem() {
  local how rung
  pick_modem
  how=$(given how modem)
  case $(modem "$MODEM" kind):$how in
    tethering:session | hilink:session | hilink:usb) ;;
    tethering:* | hilink:*) refuse not_supported 'That cannot be done with this one' ;;
  esac
  [ "$how" != session ] || is_data_wanted || refuse data_off 'Data are switched off: connect first'
  case $how in modem) rung=daemons ;; *) rung=$how ;; esac
  if [ -e "$RUN/stepping-$MODEM" ]; then refuse busy 'The modem is being worked on'; fi
  note info request "$MODEM" "Asked to reset: $how" "{\"what\":\"reset\",\"how\":\"$how\"}"
  (
    trap 'rm -f "$RUN/stepping-$MODEM"' EXIT
    echo "$rung" >"$RUN/stepping-$MODEM"
    within 120 "$LIB/step" "$MODEM" "$rung" asked
  ) >/dev/null 2>&1 </dev/null &
  answer "{\"modemId\":\"$MODEM\",\"how\":\"$how\"}"
}

verb_set_apn() {
  local settings field
  pick_real_modem
  # qmi-network splits and expands them once more on its way to the modem.
  for field in user password; do
    case $(driver):$(given "$field") in
      qmi-network:*[\'\\*?[\ ]*) refuse bad_arguments "$field: qmi-network takes no blanks, quotes, backslashes, *, ? and [" "{\"field\":\"$field\"}" ;;
    esac
  done
  settings=$(get "$VAR/modems/$MODEM.json" '{}')
  change_begin apn "$(jq -cn --arg id "$MODEM" --argjson settings "$settings" '{id: $id, settings: $settings, touches: "apn"}')"
  # What is not given stays; the password is never told.
  answer "$(modem_settings "$MODEM" | jq -c --argjson given "$ARGUMENTS" --argjson change "$(change_json)" '
    . + $given | {change: $change, user, hasPassword: (.password != "")}')"
  apply_later modem_put "$(printf '%s' "$ARGUMENTS" | jq -c --arg id "$MODEM" --argjson settings "$settings" \
    '{id: $id, touches: "apn", settings: ($settings + del(.modemId))}')"
}

verb_set_bands() {
  local settings
  pick_real_modem
  if [ "$(driver)" = qmi-network ] && [ "$(given bands)" != '["any"]' ]; then refuse not_supported 'This modem takes technologies only'; fi
  printf '%s' "$ARGUMENTS" | jq -e --argjson known "$(jq -c --arg id "$MODEM" '.[] | select(.id == $id) | .supportedBands' "$RUN/modems.json")" \
    '.bands == ["any"] or all(.bands[]; IN($known[]))' >/dev/null || refuse bad_arguments 'bands: not all of them are bands of this modem' '{"field":"bands"}'
  settings=$(get "$VAR/modems/$MODEM.json" '{}')
  change_begin bands "$(jq -cn --arg id "$MODEM" --argjson settings "$settings" '{id: $id, settings: $settings, touches: "bands"}')"
  answer "{\"change\":$(change_json)}"
  apply_later modem_put "$(printf '%s' "$ARGUMENTS" | jq -c --arg id "$MODEM" --argjson settings "$settings" \
    '{id: $id, touches: "bands", settings: ($settings + {technologies, bands})}')"
}

# In the background, with nothing left open that the one who asked would wait for.
apply_later() { ("$@") >/dev/null 2>&1 </dev/null & }

verb_hotspot() {
  answer "$(get "$RUN/hotspot.json" '{}' | jq -c --arg ssid "$HOTSPOT_SSID" --arg key "$HOTSPOT_KEY" --argjson channel "$HOTSPOT_CHANNEL" --arg country "$COUNTRY" \
    --arg hidden "$HOTSPOT_HIDDEN" --arg interface "$HOTSPOT_INTERFACE" --arg address "$ADDRESS" \
    '{ssid: $ssid, key: $key, channel: $channel, countryCode: $country, isOn: (.isOn // false), isHidden: ($hidden == "yes"), interface: $interface, address: $address, clientCount}')"
}

verb_set_hotspot() {
  local before
  before=$(jq -cn --arg ssid "$HOTSPOT_SSID" --arg key "$HOTSPOT_KEY" --argjson channel "$HOTSPOT_CHANNEL" --arg hidden "$HOTSPOT_HIDDEN" \
    '{ssid: $ssid, key: $key, channel: $channel, isHidden: ($hidden == "yes")}')
  change_begin hotspot "$before"
  answer "{\"change\":$(change_json)}"
  apply_later hotspot_try "$(printf '%s' "$ARGUMENTS" | jq -c --argjson before "$before" '$before + .')"
}

# The answer has to be through before the WiFi goes. One that hostapd does not take is put back at once.
hotspot_try() {
  sleep 2
  hotspot_put "$1"
  if wait_for 15 hotspot_is_up; then one_at_a_time change 30 change_applied; else one_at_a_time change 30 change_undo refused; fi
}

verb_confirm() {
  local id
  id=$(get "$VAR/change.json" '{}' | jq -r '.id // ""')
  [ "${id:-none}" = "$(given changeId)" ] || refuse not_found 'No such change waits'
  if [ "$(given isKept true)" = true ]; then
    # It may be put back at this moment, then nothing is kept any more.
    one_at_a_time change 5 change_keep "$id"
    case $? in
      0) answer '{"isKept":true}' ;;
      3) refuse not_found 'No such change waits' ;;
      *) refuse busy 'The change is still being made' ;;
    esac
  else
    answer '{"isKept":false}'
    apply_later undo_later
  fi
}

undo_later() {
  sleep 2
  one_at_a_time change 30 change_undo asked
}

verb_clients() { answer "{\"clients\":$(clients_json)}"; }

verb_block() { set_blocked true; }
verb_unblock() { set_blocked false; }

set_blocked() {
  local mac address
  mac=$(given mac)
  { grep -v "^$mac\$" "$VAR/blocked" 2>/dev/null; [ "$1" = false ] || echo "$mac"; } | put "$VAR/blocked" || refuse_full
  if [ "$1" = true ]; then
    nft add element inet carputer blocked "{ $mac }"
    # What it had open goes too: answers would still come in.
    for address in $(ip -j neigh show dev "$HOTSPOT_INTERFACE" | jq -r --arg mac "$mac" '.[] | select(.lladdr == $mac) | .dst'); do
      conntrack -D -s "$address" >/dev/null 2>&1
    done
    within 3 hostapd_cli -p /run/hostapd -i "$HOTSPOT_INTERFACE" deauthenticate "$mac" >/dev/null 2>&1
    note info blocked '' "Blocked: $mac" "{\"mac\":\"$mac\"}"
  else
    nft delete element inet carputer blocked "{ $mac }" 2>/dev/null
    note info unblocked '' "Let in again: $mac" "{\"mac\":\"$mac\"}"
  fi
  answer "{\"mac\":\"$mac\",\"isBlocked\":$1}"
}

verb_name_client() {
  get "$VAR/names.json" '{}' | jq -c --argjson given "$ARGUMENTS" '.[$given.mac] = $given.name | with_entries(select(.value != null))' | put "$VAR/names.json" || refuse_full
  answer "$(printf '%s' "$ARGUMENTS" | jq -c '{mac, name}')"
}

verb_usage() { usage_count; answer "$(usage_known)"; }

verb_set_cap() {
  local before
  before=$(get "$VAR/cap.json" '{}')
  printf '%s' "$before" | jq -c --argjson given "$ARGUMENTS" '. + ($given | del(.usedBytes))' | put "$VAR/cap.json" || refuse_full
  usage_count
  if has usedBytes; then one_at_a_time usage 5 usage_correct "$(given usedBytes)"; fi
  usage_count
  usage_keep
  if ! firewall_apply; then
    printf '%s\n' "$before" | put "$VAR/cap.json"
    usage_count
    refuse internal 'The cap could not be put into the firewall; it stays as it was'
  fi
  verb_usage
}

usage_correct() { jq -c --argjson used "$1" '.usedBytes = $used' "$RUN/usage.json" | put "$RUN/usage.json"; }

verb_sms_list() {
  answer "$(cat "$VAR/messages"/*.json 2>/dev/null | jq -cs --argjson given "$ARGUMENTS" --argjson revision "$(get "$VAR/messages-revision" 0)" '
    {revision: $revision, messages: (map(select($given.number == null or .number == $given.number)) | sort_by(.clockMs // .sentClockMs // 0) | reverse | .[:$given.limit // 200])}')"
}

verb_sms_send() {
  local id
  [ "$(driver)" = modemmanager ] || refuse not_supported 'Messages need ModemManager'
  pick_real_modem
  id=$(message_queue "$(given number)" "$(given text)" "$MODEM") || refuse_full
  answer "$(jq -c '{id, parts, encoding, state}' "$VAR/messages/$id.json")"
}

verb_sms_read() {
  local count=0 id
  for id in $(printf '%s' "$ARGUMENTS" | jq -r '.ids[]'); do
    if grep -q '"state":"unread"' "$VAR/messages/$id.json" 2>/dev/null; then
      jq -c '.state = "read"' "$VAR/messages/$id.json" | put "$VAR/messages/$id.json"
      count=$((count + 1))
    fi
  done
  [ "$count" -eq 0 ] || messages_changed
  answer "{\"count\":$count}"
}

verb_sms_delete() {
  local count=0 id ids
  has ids || has number || refuse bad_arguments 'ids or number has to be there' '{"field":"ids"}'
  ids=$(printf '%s' "$ARGUMENTS" | jq -r '.ids // [] | .[]')
  ! has number || ids="$ids $(cat "$VAR/messages"/*.json 2>/dev/null | jq -r --argjson given "$ARGUMENTS" 'select(.number == $given.number) | .id')"
  for id in $ids; do
    [ -e "$VAR/messages/$id.json" ] || continue
    rm -f "$VAR/messages/$id.json"
    count=$((count + 1))
  done
  [ "$count" -eq 0 ] || messages_changed
  answer "{\"count\":$count}"
}

verb_sms_commands() {
  local key='' state
  state=$(sms_state)
  if ! without_arguments; then
    if [ "$(given isKeyRenewed)" = true ] || { [ "$(given isOn)" = true ] && [ "$(printf '%s' "$state" | jq -r .key)" = null ]; }; then key=$(openssl rand -hex 16); fi
    printf '%s' "$state" | jq -c --argjson given "$ARGUMENTS" --arg key "$key" '
      (if $given.isOn != null then .isOn = $given.isOn else . end) | (if $given.numbers != null then .numbers = $given.numbers else . end)
      | if $key != "" then .key = $key | .counter = 0 else . end' | sms_save || refuse_full
    state=$(sms_state)
  fi
  answer "$(printf '%s' "$state" | jq -c --arg key "$key" '{isOn, numbers, hasKey: (.key != null), key: (if $key == "" then null else $key end), counter, accepted,
    refusedForged, refusedReplayed, refusedNumber, refusedFlood}')"
}

verb_ussd() {
  local path said
  [ "$(driver)" = modemmanager ] || refuse not_supported 'Codes need ModemManager'
  pick_real_modem
  [ "$(jq -r --arg id "$MODEM" '.[] | select(.id == $id) | .canUssd' "$RUN/modems.json")" = true ] || refuse not_supported 'This modem has no codes'
  path=$(mm_path "$MODEM")
  within 5 mmcli -m "$path" --3gpp-ussd-cancel >/dev/null 2>&1
  said=$(within 35 mmcli -m "$path" --3gpp-ussd-initiate="$(given code)" 2>&1) || {
    [ -n "$said" ] || refuse timed_out 'The operator has not answered'
    refuse modem_failed 'The modem said no' "{\"words\":$(quoted "$(printf '%s' "$said" | tail -n 1)")}"
  }
  answer "{\"text\":$(quoted "$(printf '%s' "$said" | sed "1s/^[^']*'//; \$s/'\$//")")}"
}

verb_sim_pin() {
  local path said tries=null settings pin lock=sim-pin
  pick_real_modem
  pin=$(given pin)
  if [ "$(driver)" = qmi-network ]; then
    if has puk; then said=$(qmi "$(modem "$MODEM" wdm)" --dms-uim-unblock-pin="PIN,$(given puk),$pin"); else said=$(qmi "$(modem "$MODEM" wdm)" --dms-uim-verify-pin="PIN,$pin"); fi
    case $said in *'verified successfully'* | *'unblocked successfully'*) set -- well ;; *) set -- ;; esac
  else
    path=$(within 5 mmcli -m "$(mm_path "$MODEM")" -J | jq -r .modem.generic.sim)
    set --
    if has puk; then lock=sim-puk; set -- --puk="$(given puk)"; fi
    if said=$(within 15 mmcli -i "$path" "$@" --pin="$pin" 2>&1); then set -- well; else set --; fi
    [ $# -gt 0 ] || tries=$(within 5 mmcli -m "$(mm_path "$MODEM")" -J | jq -r --arg lock "$lock" '[.modem.generic."unlock-retries"[]? | capture("^(?<lock>\\S+) \\((?<left>[0-9]+)\\)$") | select(.lock == $lock).left][0] // "null"')
  fi
  if [ $# -eq 0 ]; then
    case $said in *Timeout* | *'timed out'* | '') refuse timed_out 'The modem has not answered' ;; esac
    [ "$tries" != null ] || tries=$(printf '%s' "$said" | sed -n 's/.*[Rr]etries.*: *.\([0-9]*\).*/\1/p' | head -n 1)
    refuse wrong_pin 'The SIM has refused the PIN' "{\"triesLeft\":${tries:-null}}"
  fi
  rm -f "$VAR/refused-pin-$MODEM"
  settings=$(get "$VAR/modems/$MODEM.json" '{}')
  if [ "$(given isRemembered true)" = true ]; then settings=$(printf '%s' "$settings" | jq -c --arg pin "$pin" '.pin = $pin'); else settings=$(printf '%s' "$settings" | jq -c 'del(.pin)'); fi
  printf '%s\n' "$settings" | put "$VAR/modems/$MODEM.json" 600
  answer '{"simState":"ready"}'
}

verb_prefer_modem() {
  local id
  id=$(given modemId)
  if [ -n "$id" ]; then pick_modem; printf '%s\n' "$id" | put "$VAR/preferred" || refuse_full; else rm -f "$VAR/preferred"; fi
  answer "$(printf '%s' "$ARGUMENTS" | jq -c '{preferredModemId: .modemId}')"
}

verb_vpn() {
  if has isOn; then
    if [ -z "$VPN_PROFILE" ] || ! command -v wg >/dev/null; then refuse not_supported 'No VPN is set up'; fi
    if [ "$(given isOn)" = true ]; then echo yes; else echo no; fi | put "$VAR/vpn-on"
    apply_later vpn_round
  fi
  answer "$(vpn_told | jq -c 'del(.heardUptimeMs, .askedUptimeMs)')"
}

verb_cache() {
  if has isOn || has isCleared; then
    if ! command -v squid >/dev/null || [ ! -e "$ETC/squid.conf" ]; then refuse not_supported 'No cache is set up'; fi
    if has isOn; then
      if [ "$(given isOn)" = true ]; then echo yes; else echo no; fi | put "$VAR/cache-on"
      firewall_apply
      if is_cache_wanted; then within 20 systemctl start carputer-cache.service; else within 20 systemctl stop carputer-cache.service; fi
    fi
    if [ "$(given isCleared)" = true ]; then
      within 20 systemctl stop carputer-cache.service
      rm -rf /var/cache/carputer-squid/*
      ! is_cache_wanted || within 20 systemctl start carputer-cache.service
    fi
  fi
  answer "$(cache_json)"
}

verb_position() {
  if [ "$(given isKnown true)" = false ]; then
    rm -f "$RUN/position.json"
    answer '{"isKnown":false}'
  else
    if ! has latitude || ! has longitude; then refuse bad_arguments 'latitude and longitude have to be there' '{"field":"latitude"}'; fi
    now
    printf '%s' "$ARGUMENTS" | jq -c --argjson now "$NOW" '{latitude, longitude, accuracyM, atUptimeMs: $now}' | put "$RUN/position.json" 600
    answer '{"isKnown":true}'
  fi
}

verb_reboot() { end_machine reboot 'Asked to restart'; }
verb_poweroff() { end_machine poweroff 'Asked to power off'; }

end_machine() {
  note info request '' "$2" "{\"what\":\"$1\"}"
  usage_count
  usage_keep
  answer '{}'
  apply_later sh -c "sleep 1; sync; systemctl $1"
}
