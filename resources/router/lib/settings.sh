# shellcheck shell=sh disable=SC2030,SC2031,SC2153,SC2154
# Is router.conf as it has to be? Asked before anything is done with it: what hostapd, dnsmasq or the router's service stumbles over takes the
# WiFi away, and with it the way back in.

# Prints a line for each setting that is wrong, with what it may be, and fails then. settings_check new|made FILE...: a later file goes before.
# `new`: what is empty may still be drawn, and what is lacking still be brought.
settings_check() (
  is_new='' first=''
  [ "$1" != new ] || is_new=1 first='|'
  shift
  for file in "$@"; do
    [ -r "$file" ] || continue
    if grep -q "$(printf '\r')" "$file"; then
      echo "$file: its lines end as on Windows, in CR and LF; LF alone is right"
      exit 1
    fi
    # Read by sh, which tells the line.
    # shellcheck disable=SC2016
    said=$(sh -c '. "$1"' sh "$file" 2>&1)
    if [ -n "$said" ]; then
      printf '%s\n' "$said"
      exit 1
    fi
    # shellcheck source=../router.conf
    . "$file"
  done
  ! { settings_wrong; [ -n "$is_new" ] || settings_lacking; } | grep .
)

# may NAME EXPRESSION WORDS: notes what the whole value may be, for one look at all of them.
may() {
  eval "value=\${$1-$NOTHING}"
  case $value in *"$LINE_FEED"*) value=$NOTHING ;; esac
  given="$given$1=$value$LINE_FEED" rules="$rules$1=($2)$LINE_FEED" words="$words$1: $3$LINE_FEED"
}

settings_wrong() {
  LINE_FEED='
'
  # What is not there, or not of one line: no rule lets it through.
  NOTHING=$(printf '\001') given='' rules='' words=''
  octet='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
  may HOTSPOT_INTERFACE '[A-Za-z0-9_.-]{1,15}' 'the name of the interface, as wlan0'
  may HOTSPOT_SSID "${first}[^[:cntrl:]]{1,32}" '1 to 32 bytes without control characters'
  may HOTSPOT_KEY "${first}[!-~][ -~]{6,61}[!-~]" '8 to 63 printable characters, without a space at the ends'
  may HOTSPOT_CHANNEL '[1-9]|1[0-3]|36|40|44|48' '1 to 13, 36, 40, 44 or 48'
  may HOTSPOT_HIDDEN 'yes|no' 'yes or no'
  may COUNTRY '[A-Z]{2}' 'two capital letters, as GB'
  may HOTSPOT_DRIVER '[a-z0-9]+' 'nl80211 for every real radio'
  for name in ADDRESS DHCP_FROM DHCP_TO; do may "$name" "($octet\\.){3}$octet" 'four numbers up to 255 with dots between, as 192.168.50.1'; done
  may PREFIX '[89]|[12][0-9]|30' '8 to 30'
  may DHCP_SERVER 'auto|dnsmasq|udhcpd' 'auto, dnsmasq or udhcpd'
  may DRIVER 'auto|modemmanager|qmi-network' 'auto, modemmanager or qmi-network'
  may APN '[A-Za-z0-9.-]{0,100}' 'letters, digits, dots or dashes'
  for name in APN_USER APN_PASSWORD; do
    if [ "$DRIVER" = qmi-network ]; then
      may "$name" "[]!\"#\$%&()+,./0-9:;<=>@A-Z^_\`a-z{|}~-]{0,64}" 'at most 64 printable characters; with qmi-network no blanks, quotes, backslashes, *, ? and ['
    else
      may "$name" '[ -~]{0,64}' 'at most 64 printable characters'
    fi
  done
  may SIM_PIN '|[0-9]{4,8}' '4 to 8 digits, or empty'
  may MODE_SWITCH '|[0-9a-f]{4}:[0-9a-f]{4}( [0-9a-f]{4}:[0-9a-f]{4})*' 'vendor:product in small hex digits, as 12d1:1505, with blanks between several'
  may PLAIN_UPLINKS 'before|after' 'before or after'
  may PROBE_HOST '[A-Za-z0-9.-]{1,253}' 'the name of a host'
  may PROBE_PATH '/[!-~]*' 'a path that begins with /'
  may CAP_BYTES '|[1-9][0-9]{6,14}' 'a number of bytes from 1000000, or empty'
  may CAP_RENEWAL_DAY '[1-9]|[12][0-9]|3[01]' '1 to 31'
  may CAP_ACTION 'stop|throttle' 'stop or throttle'
  may CONFIRM_SECONDS '[1-9][0-9]|[1-5][0-9]{2}|600' '10 to 600'
  for name in HEAL_REBOOT CACHE DDNS_SSL; do may "$name" 'yes|no' 'yes or no'; done
  may CACHE_MB '[1-9][0-9]{1,5}' '10 to 999999'
  may VPN_PROFILE '[A-Za-z0-9_=+.-]{0,15}' 'the name of a profile, or empty'
  may DDNS_HOST '[A-Za-z0-9.-]*' 'the name of a host, or empty'
  may DDNS_PROTOCOL '[A-Za-z0-9._-]+' 'a protocol of ddclient'
  may DDNS_SERVER '[A-Za-z0-9.:-]*' 'the name of a host'
  for name in DDNS_LOGIN DDNS_WEB; do may "$name" '[!-~]*' 'printable characters without blanks'; done
  may DDNS_PASSWORD '[ -&(-~]*' "printable characters without '"
  may SHARE_FOLDER '|/.*' 'a folder by its whole path, or empty'
  wrong=$(printf '%s' "$given" | LC_ALL=C grep -aEvx -e "${rules%"$LINE_FEED"}" | sed 's/=.*//')
  for name in $wrong; do printf '%s' "$words" | grep "^$name: "; done
  case " $(printf '%s' "$wrong" | tr '\n' ' ') " in *' ADDRESS '* | *' PREFIX '* | *' DHCP_FROM '* | *' DHCP_TO '*) ;; *) settings_misplaced ;; esac
}

# Whatever is given to the phones has to be in the router's own network.
settings_misplaced() {
  local own from to
  own=$(as_number "$ADDRESS") from=$(as_number "$DHCP_FROM") to=$(as_number "$DHCP_TO")
  for name in "DHCP_FROM $from" "DHCP_TO $to"; do
    [ $((${name#* } >> (32 - PREFIX))) -eq $((own >> (32 - PREFIX))) ] || echo "${name% *}: an address in the network of ADDRESS, $ADDRESS/$PREFIX"
  done
  [ "$from" -le "$to" ] || echo 'DHCP_TO: not before DHCP_FROM'
}

# 192.168.50.1 -> 3232248321
as_number() { echo "$1" | tr . ' ' | { read -r a b c d; echo $(((a << 24) + (b << 16) + (c << 8) + d)); }; }

# What the installer has to bring or turn on or off.
settings_lacking() {
  again='run install.sh again'
  [ "$CACHE" != yes ] || systemctl is-enabled carputer-cache.service >/dev/null 2>&1 || echo "CACHE: squid is not set up for it: $again"
  [ -z "$VPN_PROFILE" ] || command -v wg-quick >/dev/null || echo "VPN_PROFILE: wireguard-tools is not installed: $again"
  [ -z "$DDNS_HOST" ] || command -v ddclient >/dev/null || echo "DDNS_HOST: ddclient is not installed: $again"
  case $DHCP_SERVER in auto) ;; *) command -v "$DHCP_SERVER" >/dev/null || echo "DHCP_SERVER: $DHCP_SERVER is not installed: $again" ;; esac
  case $DRIVER in
    modemmanager) command -v mmcli >/dev/null || echo "DRIVER: ModemManager is not installed: $again" ;;
    qmi-network) command -v qmi-network >/dev/null || echo "DRIVER: libqmi-utils is not installed: $again" ;;
  esac
  file=/etc/NetworkManager/conf.d/carputer-router.conf
  [ ! -e "$file" ] || grep -qx "unmanaged-devices+=interface-name:$HOTSPOT_INTERFACE" "$file" || echo "HOTSPOT_INTERFACE: NetworkManager does not leave it alone yet: $again"
  [ -z "$SHARE_FOLDER" ] || [ -d "$SHARE_FOLDER" ] || echo "SHARE_FOLDER: there is no such folder"
}
