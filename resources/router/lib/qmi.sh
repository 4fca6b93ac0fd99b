# shellcheck shell=sh
# A QMI modem with libqmi's own tools, for images without ModemManager.

# Always through the proxy: a second opener of the port breaks the first one's session.
qmi() {
  local wdm="$1"
  shift
  within 12 qmicli -p -d "/dev/$wdm" "$@" 2>&1
}

# What the modem says, as text; one call at a time. Ends early when it does not answer: each further question would wait 10 s again.
qmi_read() {
  local wdm="$1" question said
  for question in --wds-get-packet-service-status --nas-get-serving-system --nas-get-signal-info --nas-get-rf-band-info \
    --uim-get-card-status --wds-get-current-settings --nas-get-system-selection-preference; do
    said=$(qmi "$wdm" "$question")
    printf '### %s\n%s\n' "$question" "$said"
    case $said in
      '' | *'Transaction timed out'* | *'endpoint hangup'* | *'CID allocation failed'* | *"couldn't open"*)
        echo '### hung'
        return
        ;;
    esac
  done
}

# Asked once per plugging in, kept in $RUN.
qmi_model() {
  local file="$RUN/model-$1-$2"
  [ -s "$file" ] || { qmi "$2" --dms-get-model | sed -n "s/.*Model: '\(.*\)'.*/\1/p" | put "$file"; }
  get "$file" ''
}

# qmi_unlock ID WDM RAW
qmi_unlock() {
  case $3 in
    *"PIN1 retries: '"[01]"'"*) return 0 ;;
    *pin1-or-upin-pin-required*) give_pin "$1" --dms-uim-verify-pin=PIN, qmi "$2" ;;
  esac
}

# The profile that qmi-network reads: it runs it as a script, so each value is one word of the shell.
qmi_profile() {
  modem_settings "$1" | jq -r '@sh "APN=\(.apn)", @sh "APN_USER=\(.user)", @sh "APN_PASS=\(.password)", "PROXY=yes"' | put "$RUN/qmi-$1.conf" 600
  echo "$RUN/qmi-$1.conf"
}

# Brings the session down as far as it goes. `stop` says it succeeded even when it did not, and waits 180 s for a client
# that the modem has forgotten, so its state file goes whatever it says.
qmi_stop() {
  local wdm="$2"
  [ ! -e "/tmp/qmi-network-state-$wdm" ] || within 15 qmi-network --profile="$(qmi_profile "$1")" "/dev/$wdm" stop >/dev/null 2>&1
  rm -f "/tmp/qmi-network-state-$wdm"
}

# Brings the session and the address up. Prints the tool's own words when it fails. qmi_start ID WDM NET
qmi_start() {
  local id="$1" wdm="$2" net="$3" said
  qmi_stop "$id" "$wdm"
  # raw_ip cannot be changed while the interface is up.
  ip addr flush dev "$net" scope global
  ip link set "$net" down
  if ! said=$(within 45 qmi-network --profile="$(qmi_profile "$id")" "/dev/$wdm" start 2>&1); then
    rm -f "/tmp/qmi-network-state-$wdm"
    printf '%s\n' "$said" | grep -iE 'error|call end' | tail -n 3
    return 1
  fi
  ip link set "$net" up
  qmi_address "$id" "$wdm" "$net"
}

# By DHCP; where that gets nothing (raw-ip), from what the modem says. qmi_address ID WDM NET
qmi_address() {
  local id="$1" wdm="$2" net="$3"
  if within 12 udhcpc -i "$net" -n -q -f -t 4 -T 1 -s "$LIB/lib/udhcpc-event" >/dev/null 2>&1; then return 0; fi
  set -- "$(qmi "$wdm" --wds-get-current-settings)"
  address=$(printf '%s\n' "$1" | sed -n 's/.*IPv4 address: //p')
  gateway=$(printf '%s\n' "$1" | sed -n 's/.*IPv4 gateway address: //p')
  mask=$(printf '%s\n' "$1" | sed -n 's/.*IPv4 subnet mask: //p')
  mtu=$(printf '%s\n' "$1" | sed -n 's/.*MTU: \([0-9]*\).*/\1/p')
  if [ -z "$address" ] || [ -z "$gateway" ]; then
    echo 'no address from DHCP and none from the modem'
    return 1
  fi
  printf '%s\n' "$1" | sed -n 's/.*IPv4 .*DNS: //p' | put "$RUN/dns-$net"
  ip addr flush dev "$net" scope global
  ip addr add "$address/${mask:-32}" dev "$net"
  [ -z "$mtu" ] || ip link set "$net" mtu "$mtu"
  ip route replace "$gateway" dev "$net" scope link metric 700
  ip route replace default via "$gateway" dev "$net" metric 700
}
