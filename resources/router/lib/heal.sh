# shellcheck shell=sh
# The self-heal ladder: evidence -> the next step of each modem -> that step, in a process of its own with a time limit.

STEP_LIMIT_SECONDS=120

heal_loop() {
  rm -f "$RUN"/stepping-* "$RUN"/stepped-* "$RUN"/trial-* "$RUN"/probing-* "$RUN/heal.json"
  while sleep 1; do
    [ ! -s "$RUN/modems.json" ] || heal_round
  done
}

# One look at all modems; begins the steps that are due. It comes each second, so it starts as few processes as it can.
heal_round() {
  local heals said records cap=false event id rest ended
  # The clock may be that of a month ago: it takes a session to know whether there are data again.
  case $(get "$RUN/usage.json" '') in *'"action":"stop","state":"reached"'*) ! is_clock_set || cap=true ;; esac
  ended=$(by_id stepped)
  power_known
  now
  heals=$(get "$RUN/heal.json" '{}')
  said=$(printf '%s' "$heals" | jq_file ladder --argjson now "$NOW" --slurpfile modems "$RUN/modems.json" --argjson wanted "$(is_data_wanted && echo true || echo false)" \
    --argjson cap "$cap" --argjson refused "$(ids_of refused)" --argjson stepping "$(by_id stepping)" --argjson ended "$ended" --argjson power "$(by_id power)" \
    --arg driver "$(driver)" --argjson mayReboot "$([ "$HEAL_REBOOT" = yes ] && [ "$(get "$VAR/reboots" 0)" -lt 3 ] && echo true || echo false)" -r) || return 0
  # The first line is the records, the others what has happened.
  records=${said%%"$LINE_END"*}
  [ "$records" = "$heals" ] || printf '%s\n' "$records" | put "$RUN/heal.json"
  [ "$ended" = '{}' ] || rm -f "$RUN"/stepped-*
  [ "$said" = "$records" ] || printf '%s\n' "${said#*"$LINE_END"}" | while read -r event id rest; do "heal_$event" "$id" "$rest"; done
}

# $RUN/power-ID: whether the port's power can be switched. Asked once, of a modem that is gone.
power_known() {
  local id
  case $(get "$RUN/modems.json" '') in *'"fault":"modem_absent"'*) ;; *) return 0 ;; esac
  jq -r '.[] | select(.fault == "modem_absent") | .id' "$RUN/modems.json" | while read -r id; do
    [ -e "$RUN/power-$id" ] || if usb_power "$id" >/dev/null 2>&1 </dev/null; then echo yes; else echo no; fi | put "$RUN/power-$id"
  done
}

# The small files $RUN/NAME-ID as {id: content}.
by_id() {
  local file comma=''
  printf '{'
  for file in "$RUN/$1"-*; do
    [ -e "$file" ] || continue
    printf '%s"%s":"%s"' "$comma" "${file#"$RUN/$1"-}" "$(get "$file" '')"
    comma=,
  done
  printf '}'
}

# The modems that have such a file, as a list.
ids_of() {
  local file comma=''
  printf '['
  for file in "$RUN/$1"-*; do
    [ -e "$file" ] || continue
    printf '%s"%s"' "$comma" "${file#"$RUN/$1"-}"
    comma=,
  done
  printf ']'
}

heal_healed() {
  note fix healed "$1" 'It works again' "$2"
  rm -f "$VAR/reboots" "$RUN/refusals-$1"
}

# A new fault is said once; what only takes its time is not.
heal_fault() {
  note warn "$2" "$1" "$(fault_words "$2")" "$(jq -c --arg id "$1" '[.[] | select(.id == $id) | {words}][0]' "$RUN/modems.json")"
}

# heal_step ID "RUNG REASON"
heal_step() {
  local id="$1" rung="${2% *}" reason="${2#* }"
  printf '%s' "$rung" >"$RUN/stepping-$id"
  (
    trap 'rm -f "$RUN/stepping-$id"' EXIT
    note info "step_$rung" "$id" "$(step_words "$rung" "$reason")" "{\"reason\":\"$reason\"}"
    within "$STEP_LIMIT_SECONDS" "$LIB/step" "$id" "$rung" "$reason" >/dev/null 2>&1
    printf '%s' "$reason" >"$RUN/stepped-$id"
  ) &
}

fault_words() {
  case $1 in
    modem_absent) echo 'The modem is not plugged in' ;;
    phone_unplugged) echo 'The phone was unplugged' ;;
    wrong_mode) echo 'The modem shows itself as a CD drive' ;;
    modem_hung) echo 'The modem does not answer' ;;
    modem_unmanaged) echo 'The modem is there, but ModemManager has not taken it' ;;
    sim_absent) echo 'There is no SIM' ;;
    pin_needed) echo 'The SIM asks for its PIN' ;;
    puk_needed) echo 'The SIM is locked and asks for its PUK' ;;
    sim_failed) echo 'The SIM does not work' ;;
    radio_off) echo 'The radio is off' ;;
    interface_absent) echo 'The modem has no network interface' ;;
    no_coverage) echo 'There is no coverage' ;;
    registration_denied) echo 'The operator refuses this SIM' ;;
    apn_refused) echo 'The operator refuses the APN' ;;
    stale_handle) echo 'A session of before is still noted' ;;
    stale_client) echo 'The modem has forgotten us' ;;
    call_dropped) echo 'The operator has ended the session' ;;
    connect_failed) echo 'The session does not come up' ;;
    no_lease) echo 'The operator gives no address' ;;
    address_lost) echo 'The address is gone' ;;
    no_route) echo 'There is no way out through the modem' ;;
    probe_failed) echo 'The internet does not answer' ;;
    dns_failed) echo 'Names are not answered' ;;
    captive_portal) echo 'A page stands before the internet' ;;
    *) echo "Not working: $1" ;;
  esac
}

step_words() {
  case $1 in
    session) echo 'Beginning the session anew' ;;
    radio) echo 'Turning the radio off and on' ;;
    daemons) echo 'Starting the programs anew that talk to the modem' ;;
    usb)
      case $2 in
        wrong_mode) echo 'Switching the stick from CD drive to modem' ;;
        modem_absent) echo 'Switching the power of the modem'"'"'s socket off and on' ;;
        *) echo 'Unplugging and plugging in the modem by software' ;;
      esac
      ;;
    reboot) echo 'Starting the router anew' ;;
  esac
}
