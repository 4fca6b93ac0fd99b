# shellcheck shell=sh
# The rungs of the ladder. Each ends by itself; what it found out is left in $RUN/trial-ID.

# modem ID FIELD: what the last round knew.
modem() { jq -r --arg id "$1" --arg field "$2" '.[] | select(.id == $id) | .[$field] // "-"' "$RUN/modems.json"; }

# tried ID [REASON WORDS]: how the last attempt at a session ended; no REASON: well.
tried() {
  now
  if [ $# -eq 1 ]; then
    rm -f "$RUN/trial-$1" "$RUN/refusals-$1" "$RUN/refused-$1"
    return 0
  fi
  jq -cn --arg id "$1" --arg reason "$2" --arg words "$3" --argjson at "$NOW" '{($id): {reason: $reason, words: $words, atUptimeMs: $at}}' | put "$RUN/trial-$1"
  [ "$2" = apn_refused ] || return 0
  # An operator that says no says it again: three times asked, then only when somebody has changed something.
  echo "$(($(get "$RUN/refusals-$1" 0) + 1))" >"$RUN/refusals-$1"
  [ "$(cat "$RUN/refusals-$1")" -lt 3 ] || [ -e "$RUN/refused-$1" ] || {
    : >"$RUN/refused-$1"
    note warn paused "$1" 'The APN was refused three times; it is not asked again until something is changed' '{"by":"apn"}'
  }
}

# The tools' words -> a reason.
reason_of() {
  case $1 in
    *'option-unsubscribed'* | *'unknown-apn'* | *'UnknownApn'* | *'ServiceOptionNotSubscribed'* | \
      *'user-authentication-failed'* | *'UserAuthenticationFailed'* | *'operator-determined-barring'* | *'OperatorDeterminedBarring'* | *'not subscribed'* | \
      *'GsmApnFailed'* | *'specified APN'*) echo apn_refused ;;
    *'PDH already exists'*) echo stale_handle ;;
    *'InvalidClientId'* | *'InvalidHandle'*) echo stale_client ;;
    *'no address from DHCP'*) echo no_lease ;;
    *) echo connect_failed ;;
  esac
}

# Never while data are switched off, and ended again where they were switched off meanwhile. step_session ID REASON
step_session() {
  is_data_wanted || return 0
  session_begin "$@"
  is_data_wanted || session_end "$1" "$(modem "$1" kind)" "$(modem "$1" interface)" "$(modem "$1" wdm)" "$(modem "$1" port)"
}

# What is not known is -. session_end ID KIND NET WDM PORT
session_end() {
  if is_plain "$2"; then
    [ "$3" = - ] || plain_stop "$1" "$3"
  elif [ "$(driver)" = qmi-network ]; then
    [ "$4" = - ] || qmi_stop "$1" "$4"
  elif [ "$5" != - ]; then
    mm_profile "$1" "$5"
    mm_stop "$1"
  fi
}

session_begin() {
  local id="$1" said wdm net
  wdm=$(modem "$id" wdm) net=$(modem "$id" interface)
  case $(modem "$id" kind) in
    hilink | tethering) plain_start "$id" "$net"; return ;;
  esac
  if [ "$(driver)" = qmi-network ]; then
    case $2 in no_lease | address_lost | no_route) if qmi_address "$id" "$wdm" "$net" >/dev/null; then tried "$id"; return; fi ;; esac
    if said=$(qmi_start "$id" "$wdm" "$net"); then tried "$id"; else tried "$id" "$(reason_of "$said")" "$said"; fi
    return
  fi
  mm_profile "$id" "$(modem "$id" port)"
  if mm_start "$id" >/dev/null; then
    tried "$id"
  elif ! is_data_wanted; then
    # Switched off meanwhile: that is why, and it is not dialled by hand.
    return 0
  elif said=$(mm_why "$(mm_path "$id")" "$id" "$(modem "$id" port)"); then
    # It works by hand: NetworkManager takes it over.
    within 10 mmcli -m "$(mm_path "$id")" --simple-disconnect >/dev/null 2>&1
    if mm_start "$id" >/dev/null; then tried "$id"; fi
  else
    tried "$id" "$(reason_of "$said")" "$said"
    [ ! -e "$RUN/refused-$id" ] || mm_profile "$id" "$(modem "$id" port)"
  fi
}

# An address by DHCP; whoever gave it is asked again before it ends. plain_start ID NET
plain_start() {
  if [ "$(driver)" = modemmanager ]; then
    plain_profile "$1" "$2"
    # Whatever else has told NetworkManager to leave it alone: it is ours.
    within 5 nmcli device set "$2" managed yes >/dev/null 2>&1
    mm_start "$1" >/dev/null
  else
    plain_stop "$1" "$2"
    ip link set "$2" up
    within 20 udhcpc -i "$2" -n -t 4 -T 1 -p "$RUN/udhcpc-$2.pid" -s "$LIB/lib/udhcpc-event" >/dev/null 2>&1
  fi
}

# plain_stop ID NET
plain_stop() {
  if [ "$(driver)" = modemmanager ]; then
    mm_stop "$1"
  else
    [ ! -s "$RUN/udhcpc-$2.pid" ] || kill "$(cat "$RUN/udhcpc-$2.pid")" 2>/dev/null
    rm -f "$RUN/udhcpc-$2.pid"
    ip addr flush dev "$2" scope global 2>/dev/null
  fi
}

# Everything back to automatic as far as nobody chose otherwise, then off and on as in an aeroplane.
step_radio() {
  local id="$1" path wdm
  wdm=$(modem "$id" wdm)
  if [ "$(driver)" = qmi-network ]; then
    qmi "$wdm" --dms-set-operating-mode=low-power >/dev/null
    sleep 1
    qmi "$wdm" --dms-set-operating-mode=online >/dev/null
    rm -f "/tmp/qmi-network-state-$wdm"
    return
  fi
  path=$(mm_path "$id")
  [ "$(modem_settings "$id" | jq -c .bands)" != '["any"]' ] || within 15 mmcli -m "$path" --set-current-bands=any
  within 30 mmcli -m "$path" --disable
  within 30 mmcli -m "$path" --enable
  within 30 mmcli -m "$path" --3gpp-register-home
}

# An old qmi-proxy outlives its modem and then answers for nobody.
step_daemons() {
  pkill -x qmi-proxy
  rm -f /tmp/qmi-network-state-*
  if [ "$(driver)" = modemmanager ]; then
    within 40 systemctl restart ModemManager.service
    rm -f "$RUN/mm-modems"
    wait_for 25 modem_is_taken "$1"
  fi
}

step_usb() {
  local id="$1"
  if [ "$2" = wrong_mode ]; then
    usb_switch "$id"
  elif ! usb_replug "$id"; then
    # It is not on the bus: then the power of its port, where the hub can.
    usb_power "$id" cycle
  fi
  : >"$RUN/replugged"
  # It serves all of them: the session of another one would end with it.
  is_other_qmi_online "$id" || pkill -x qmi-proxy
  sleep 2
}

step_reboot() {
  echo "$(($(get "$VAR/reboots" 0) + 1))" | put "$VAR/reboots"
  usage_keep
  sync
  systemctl reboot
}

# is_other_qmi_online ID
is_other_qmi_online() { jq -e --arg id "$1" 'any(.[]; .id != $id and .kind == "qmi" and .session.isUp and .fault == null)' "$RUN/modems.json" >/dev/null 2>&1; }

modem_is_taken() { mm_modems | grep -q " $1\$"; }

# wait_for SECONDS COMMAND...
wait_for() {
  local left="$1"
  shift
  while [ "$left" -gt 0 ]; do
    ! "$@" || return 0
    sleep 1
    left=$((left - 1))
  done
  return 1
}
