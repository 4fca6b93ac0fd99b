# shellcheck shell=sh
# Apply, confirm within CONFIRM_SECONDS, or roll back. What was before is kept in $VAR/change.json until then.

CHANGE_LIMIT_MS=$((CONFIRM_SECONDS * 1000))

# change_begin KIND BEFORE: notes what is to be put back, and answers with the change. Refuses while another one waits.
change_begin() {
  local id
  [ ! -e "$VAR/change.json" ] || refuse busy 'Another change waits for its confirmation'
  now
  id="c$(tr -dc 'a-z0-9' </dev/urandom | head -c 8)"
  jq -cn --arg id "$id" --arg kind "$1" --argjson before "$2" --argjson expires "$((NOW + CHANGE_LIMIT_MS))" --arg boot "$(boot_id)" \
    '{id: $id, kind: $kind, expiresAtUptimeMs: $expires, bootId: $boot, before: $before}' | put "$VAR/change-$id" 600 || refuse_full
  # Of two at the same moment one comes first: a link is made once.
  if ! ln "$VAR/change-$id" "$VAR/change.json" 2>/dev/null; then
    rm -f "$VAR/change-$id"
    refuse busy 'Another change waits for its confirmation'
  fi
  rm -f "$VAR/change-$id"
  note info changed '' "Changed on trial: $1" "{\"kind\":\"$1\"}"
}

change_json() { get "$VAR/change.json" null | jq -c 'if . == null then null else {id, kind, expiresAtUptimeMs} end'; }

# From here on it can be confirmed: who says so before knows nothing of the way back in.
change_applied() { get "$VAR/change.json" '' | jq -c '.isApplied = true' | put "$VAR/change.json" 600; }

# change_keep ID: 3 where that one does not wait any more, 4 while it is still being made.
change_keep() {
  local kind
  jq -e --arg id "$1" '.id == $id' "$VAR/change.json" >/dev/null 2>&1 || return 3
  jq -e '.kind != "hotspot" or .isApplied' "$VAR/change.json" >/dev/null || return 4
  kind=$(jq -r .kind "$VAR/change.json")
  rm -f "$VAR/change.json"
  note info confirmed '' "Confirmed: $kind" "{\"kind\":\"$kind\"}"
}

# change_undo WHY
change_undo() {
  local change kind
  change=$(get "$VAR/change.json" '')
  [ -n "$change" ] || return 0
  kind=$(printf '%s' "$change" | jq -r .kind)
  change_put "$kind" "$(printf '%s' "$change" | jq -c .before)"
  rm -f "$VAR/change.json"
  note warn rolled_back '' "Put back as it was: $kind" "{\"kind\":\"$kind\",\"why\":\"$1\"}"
}

# Makes settings true: change_put KIND SETTINGS
change_put() {
  case $1 in
    hotspot) hotspot_put "$2" ;;
    apn | bands) modem_put "$2" ;;
  esac
}

# {ssid, key, channel, isHidden}
hotspot_put() {
  conf_set HOTSPOT_SSID "$(printf '%s' "$1" | jq -r .ssid)"
  conf_set HOTSPOT_KEY "$(printf '%s' "$1" | jq -r .key)"
  conf_set HOTSPOT_CHANNEL "$(printf '%s' "$1" | jq -r .channel)"
  conf_set HOTSPOT_HIDDEN "$(printf '%s' "$1" | jq -r 'if .isHidden then "yes" else "no" end')"
  # shellcheck source=/dev/null
  . "$ETC/router.conf"
  hotspot_render
  within 20 systemctl restart carputer-hotspot.service
}

hotspot_is_up() { within 3 hostapd_cli -p /run/hostapd -i "$HOTSPOT_INTERFACE" status 2>/dev/null | grep -q state=ENABLED; }

# {id, settings}: of one modem, and the session begun anew with them.
modem_put() {
  local id settings bands technologies path
  id=$(printf '%s' "$1" | jq -r .id)
  settings=$(printf '%s' "$1" | jq -c .settings)
  printf '%s\n' "$settings" | put "$VAR/modems/$id.json" 600
  settings=$(modem_settings "$id")
  rm -f "$RUN/trial-$id" "$RUN/refused-$id" "$RUN/refusals-$id"
  if [ "$(printf '%s' "$1" | jq -r '.touches // "apn"')" = bands ]; then
    bands=$(printf '%s' "$settings" | jq -r '.bands | join("|")')
    technologies=$(printf '%s' "$settings" | jq -r '.technologies | map({gsm: "2g", umts: "3g", lte: "4g", nr5g: "5g", any: "any"}[.]) | join("|")')
    if [ "$(driver)" = qmi-network ]; then
      qmi "$(modem "$id" wdm)" --nas-set-system-selection-preference="$(printf '%s' "$settings" | jq -r 'if .technologies == ["any"] then "gsm|umts|lte" else .technologies | join("|") end')"
    else
      path=$(mm_path "$id")
      within 15 mmcli -m "$path" --set-current-bands="$bands" && within 15 mmcli -m "$path" --set-allowed-modes="$technologies"
    fi
  fi
  ! is_data_wanted || within 60 "$LIB/step" "$id" session changed
}

# Puts one setting into the one file, whole or not at all. The value may hold anything but a line feed.
conf_set() {
  VALUE=$2 awk -v name="$1" '
    BEGIN { value = ENVIRON["VALUE"]; gsub(/\047/, "\047\\\047\047", value) }
    index($0, name "=") == 1 { print name "=\047" value "\047"; next }
    { print }' "$ETC/router.conf" | put "$ETC/router.conf" 640
}

change_loop() {
  while sleep 1; do
    [ -s "$VAR/change.json" ] || continue
    now
    if jq -e --argjson now "$NOW" --arg boot "$(boot_id)" '.bootId != $boot or $now >= .expiresAtUptimeMs' "$VAR/change.json" >/dev/null; then
      one_at_a_time change 30 change_undo unconfirmed
    fi
  done
}
