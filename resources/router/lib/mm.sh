# shellcheck shell=sh
# Modems through ModemManager, connected by NetworkManager.

# One line per modem that ModemManager has: its object path and its USB id.
mm_modems() {
  local path said device
  for path in $(within 5 mmcli -L -J 2>/dev/null | jq -r '."modem-list"[]?'); do
    said=$(within 5 mmcli -m "$path" -J 2>/dev/null)
    case $said in *'"device":"'*) device=${said#*'"device":"'} device=${device%%'"'*} ;; *) continue ;; esac
    printf '%s %s\n' "$path" "${device##*/}"
  done
}

# The object path of a USB id; it is another one after each plugging in.
mm_path() { awk -v id="$1" '$2 == id { print $1; exit }' "$RUN/mm-modems" 2>/dev/null; }

# Everything about one modem: three JSON texts, the modem, its signal, its bearer that is up. mm_read PATH
mm_read() {
  local modem signal bearer=null path="$1"
  modem=$(within 5 mmcli -m "$path" -J 2>/dev/null) || return 1
  signal=$(within 5 mmcli -m "$path" --signal-get -J 2>/dev/null) || signal='{}'
  case $signal in *'"rate":"0"'*) within 5 mmcli -m "$path" --signal-setup=5 >/dev/null 2>&1 ;; esac
  for candidate in $(printf '%s' "$modem" | jq -r '.modem.generic.bearers[]?'); do
    said=$(within 5 mmcli -b "$candidate" -J 2>/dev/null) || continue
    case $said in *'"connected":"yes"'*) bearer=$said ;; esac
  done
  printf '%s\n%s\n%s\n' "$modem" "$signal" "$bearer"
}

# The operator's name as the SIM says it, for modems that do not. mm_sim_name RAW
mm_sim_name() {
  local sim file
  sim=$(printf '%s' "$1" | sed -n 's|.*"sim":"\(/[^"]*\)".*|\1|p' | head -n 1)
  [ -n "$sim" ] || return 0
  file="$RUN/sim-${sim##*/}"
  [ -s "$file" ] || within 5 mmcli -i "$sim" -J 2>/dev/null | jq -r '.sim.properties."operator-name" // "--"' | put "$file"
  get "$file" ''
}

# The interface of a modem that the kernel gives none: NetworkManager makes ppp0 of its serial port, and ModemManager does not know
# of that. mm_interface RAW
mm_interface() {
  local port
  port=$(printf '%s' "$1" | jq -rs '.[0].modem.generic."primary-port" // empty')
  case $port in tty*) within 3 nmcli -g GENERAL.IP-IFACE device show "$port" 2>/dev/null ;; esac
}

# Does the firmware itself answer? ModemManager shows old values for a minute when it does not. Tells the band by the way. mm_is_alive WDM ID
mm_is_alive() {
  local said
  [ "$1" != - ] || return 0
  said=$(within 6 qmicli -p -d "/dev/$1" --nas-get-rf-band-info 2>&1)
  # Any answer of the firmware is one, a refusal too.
  case $said in *Successfully* | *'QMI protocol error'*) ;; *) return 1 ;; esac
  printf '%s\n' "$said" | sed -n "s/.*Active Band Class: '\(.*\)'.*/\1/p" >"$RUN/band-$2"
}

# NetworkManager takes no modem up that is locked, whatever PIN is in its profile. mm_unlock ID RAW
mm_unlock() {
  case $2 in
    *'"sim-pin ('[01]')"'*) return 0 ;;
    *'"unlock-required":"sim-pin"'*)
      give_pin "$1" --pin= within 15 mmcli -i "$(printf '%s' "$2" | sed -n 's|.*"sim":"\(/[^"]*\)".*|\1|p' | head -n 1)"
      ;;
  esac
}

# NetworkManager's profile for one modem, made when it is seen first or its settings have changed. mm_profile ID PORT
mm_profile() {
  local name="carputer-$1" file="/etc/NetworkManager/system-connections/carputer-$1.nmconnection" wanted metric=700
  [ "$(get "$VAR/preferred" '')" = "$1" ] || metric=710
  wanted=$(modem_settings "$1" | jq -r --arg name "$name" --arg port "$2" --arg metric "$metric" \
    --arg auto "$(if is_data_wanted && ! [ -e "$RUN/refused-$1" ]; then echo true; else echo false; fi)" '
    # A backslash begins an escape in these files, and a space at an end is dropped.
    def escaped: gsub("\\\\"; "\\\\") | gsub(" "; "\\s");
    "[connection]", "id=\($name)", "type=gsm", "interface-name=\($port)", "autoconnect=\($auto)", "autoconnect-retries=0", "",
    "[gsm]", "apn=\(.apn)",
    (if .user == "" then empty else "username=\(.user | escaped)" end),
    (if .password == "" then empty else "password=\(.password | escaped)" end),
    "",
    "[ipv4]", "method=auto", "route-metric=\($metric)", "", "[ipv6]", "method=disabled"')
  [ "$(cat "$file" 2>/dev/null)" != "$wanted" ] || return 0
  printf '%s\n' "$wanted" | put "$file" 600
  within 10 nmcli connection load "$file" >/dev/null 2>&1
}

# The profile of a stick that is gone waits for it, but fits whatever has its port: it goes before it dials for another one, or though nobody
# wants data. mm_forget IDS PORTS, those that are plugged in
mm_forget() {
  local file id port
  for file in /etc/NetworkManager/system-connections/carputer-*.nmconnection; do
    [ -e "$file" ] || continue
    id=${file##*/carputer-} id=${id%.nmconnection}
    case " $(printf '%s' "$1" | tr '\n' ' ') " in *" $id "*) continue ;; esac
    port=$(sed -n 's/^interface-name=//p' "$file")
    if is_data_wanted; then
      case " $(printf '%s' "$2" | tr '\n' ' ') " in *" $port "*) ;; *) continue ;; esac
    fi
    within 10 nmcli connection delete "carputer-$id" >/dev/null 2>&1
    rm -f "$file" "$RUN/profile-$id"
  done
}

# The same for what is plain Ethernet: before all modems or after them, as it is wished. plain_profile ID PORT
plain_profile() {
  local name="carputer-$1" file="/etc/NetworkManager/system-connections/carputer-$1.nmconnection" wanted metric=720
  [ "$PLAIN_UPLINKS" != before ] || metric=690
  [ "$(get "$VAR/preferred" '')" != "$1" ] || metric=680
  wanted=$(printf '%s\n' '[connection]' "id=$name" type=ethernet "interface-name=$2" "autoconnect=$(if is_data_wanted; then echo true; else echo false; fi)" \
    autoconnect-priority=10 autoconnect-retries=0 '' '[ipv4]' method=auto "route-metric=$metric" '' '[ipv6]' method=disabled)
  if [ "$(cat "$file" 2>/dev/null)" != "$wanted" ]; then
    printf '%s\n' "$wanted" | put "$file" 600
    within 10 nmcli connection load "$file" >/dev/null 2>&1
  fi
  plain_take "$name" "$2"
}

# Another profile that was quicker would keep it, also when nobody wants data. plain_take NAME PORT
plain_take() {
  case $(within 3 nmcli -g GENERAL.CONNECTION device show "$2" 2>/dev/null) in
    '' | -- | "$1") return 0 ;;
  esac
  if is_data_wanted; then within 5 nmcli --wait 0 connection up "$1"; else within 5 nmcli device disconnect "$2"; fi >/dev/null 2>&1
}

mm_start() { within 45 nmcli connection up "carputer-$1" 2>&1; }

mm_stop() { within 15 nmcli connection down "carputer-$1" >/dev/null 2>&1; }

# The operator's own words for a session that does not come up; NetworkManager keeps them to itself, and must not dial at the same
# moment. What mmcli is given stands on its command line meanwhile: user and password of an APN are the operator's, the same for all
# its customers. mm_why PATH ID PORT
mm_why() {
  local code how
  how=$(modem_settings "$2" | jq -r '
    # mmcli takes what is in quotes as it is, and knows no escape: one with quotes of both kinds it refuses.
    def held: if contains("\"") then "\u0027\(.)\u0027" else "\"\(.)\"" end;
    "apn=\(.apn),ip-type=ipv4" + (if .user == "" then "" else ",user=\(.user | held)" end) + (if .password == "" then "" else ",password=\(.password | held)" end)')
  within 5 nmcli device set "$3" autoconnect no >/dev/null 2>&1
  within 15 nmcli device disconnect "$3" >/dev/null 2>&1
  within 10 mmcli -m "$1" --simple-disconnect >/dev/null 2>&1
  within 45 mmcli -m "$1" --simple-connect="$how" 2>&1
  code=$?
  within 5 nmcli device set "$3" autoconnect yes >/dev/null 2>&1
  return $code
}
