# shellcheck shell=sh
# The phones' WiFi: hostapd, DHCP, and who is in it.

dhcp_server() {
  case $DHCP_SERVER in
    auto) if [ "$(get "$VAR/dhcp-server" '')" != udhcpd ] && command -v dnsmasq >/dev/null; then echo dnsmasq; else echo udhcpd; fi ;;
    *) echo "$DHCP_SERVER" ;;
  esac
}

hotspot_render() {
  local mode=g
  [ "$HOTSPOT_CHANNEL" -lt 36 ] || mode=a
  # The name as hex, so that any name that fits will do.
  put "$ETC/hostapd.conf" 600 <<END
interface=$HOTSPOT_INTERFACE
driver=$HOTSPOT_DRIVER
ctrl_interface=/run/hostapd
ssid2=$(printf %s "$HOTSPOT_SSID" | od -An -v -tx1 | tr -d ' \n')
utf8_ssid=1
$([ "$HOTSPOT_DRIVER" != nl80211 ] || printf 'country_code=%s\nieee80211d=1\n' "$COUNTRY")
hw_mode=$mode
channel=$HOTSPOT_CHANNEL
ieee80211n=1
wmm_enabled=1
ignore_broadcast_ssid=$(if [ "$HOTSPOT_HIDDEN" = yes ]; then echo 1; else echo 0; fi)
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=$HOTSPOT_KEY
END
}

dhcp_render() {
  if [ "$(dhcp_server)" = dnsmasq ]; then
    put "$ETC/dnsmasq.conf" 644 <<END
interface=$HOTSPOT_INTERFACE
except-interface=lo
bind-dynamic
dhcp-authoritative
no-ping
dhcp-range=$DHCP_FROM,$DHCP_TO,12h
dhcp-option=option:router,$ADDRESS
dhcp-leasefile=$VAR/dnsmasq.leases
resolv-file=$RUN/resolv.conf
address=/router.car/$ADDRESS
no-hosts
END
  else
    put "$ETC/udhcpd.conf" 644 <<END
start $DHCP_FROM
end $DHCP_TO
interface $HOTSPOT_INTERFACE
lease_file $RUN/udhcpd.leases
pidfile $RUN/udhcpd.pid
auto_time 30
option subnet $(netmask "$PREFIX")
option router $ADDRESS
option dns 1.1.1.1 9.9.9.9
option lease 43200
END
    [ -e "$RUN/udhcpd.leases" ] || : >"$RUN/udhcpd.leases"
  fi
}

# 24 -> 255.255.255.0
netmask() {
  local bits="$1" mask='' octet
  for _ in 1 2 3 4; do
    if [ "$bits" -ge 8 ]; then octet=255 bits=$((bits - 8)); else octet=$((256 - (1 << (8 - bits)))) bits=0; fi
    mask="$mask${mask:+.}$octet"
  done
  echo "$mask"
}

# {isOn, clientCount, reason}
hotspot_json() {
  local reason=null on=true said
  said=$(within 3 hostapd_cli -p /run/hostapd -i "$HOTSPOT_INTERFACE" status 2>/dev/null)
  case $said in
    *state=ENABLED*) is_dhcp_up || reason='"dhcp_down"' ;;
    *) on=false
      if [ -e "/sys/class/net/$HOTSPOT_INTERFACE" ]; then reason='"hotspot_down"'; else reason='"no_radio"'; fi ;;
  esac
  printf '{"isOn":%s,"reason":%s,"ssid":%s,"channel":%s,"clientCount":%s}\n' "$on" "$reason" "$(quoted "$HOTSPOT_SSID")" "$HOTSPOT_CHANNEL" \
    "$(clients_json | jq 'map(select(.isConnected)) | length')"
}

is_dhcp_up() {
  if [ "$(dhcp_server)" = dnsmasq ]; then pgrep -f "dnsmasq .*$ETC/dnsmasq.conf" >/dev/null; else pgrep -f "udhcpd .*$ETC/udhcpd.conf" >/dev/null; fi
}

# Lines "EXPIRES MAC ADDRESS NAME" of whichever server gave them.
leases() {
  cat "$VAR/dnsmasq.leases" 2>/dev/null
  # It writes them now and then, and when it is asked; in memory, so that the card is not worn.
  ! [ -s "$RUN/udhcpd.pid" ] || kill -USR1 "$(get "$RUN/udhcpd.pid" '')" 2>/dev/null
  ! [ -s "$RUN/udhcpd.leases" ] || dumpleases -a -d -f "$RUN/udhcpd.leases" 2>/dev/null | awk 'NR > 1 { print $NF, $1, $2, (NF > 3 ? $3 : "*") }'
}

# Everybody who is or was in the WiFi. Who is there: the neighbour table and moving bytes decide, not hostapd, which keeps ghosts on a Pi's own radio.
clients_json() {
  now
  jq -cn --argjson now "$NOW" --arg leases "$(leases)" --argjson neighbours "$(ip -j neigh show dev "$HOTSPOT_INTERFACE")" \
    --arg stations "$(within 3 hostapd_cli -p /run/hostapd -i "$HOTSPOT_INTERFACE" all_sta 2>/dev/null)" \
    --argjson counters "$(client_counters)" --argjson names "$(get "$VAR/names.json" '{}')" --arg blocked "$(cat "$VAR/blocked" 2>/dev/null)" \
    --argjson previous "$(get "$RUN/clients.json" '[]')" -L "$LIB/lib/jq" -f "$LIB/lib/jq/clients.jq" | put "$RUN/clients.json"
  cat "$RUN/clients.json"
}

# The WiFi and its addresses are begun anew when they are down; the same every time, further and further apart. What comes next is told as a
# modem's ladder tells it, in $RUN/hotspot-heal.json.
hotspot_loop() {
  local reason is_down='' attempt=0 pause=10 next=0
  rm -f "$RUN/hotspot-heal.json"
  while sleep 3; do
    reason=$(sed -n 's/.*"reason":"\([a-z_]*\)".*/\1/p' "$RUN/hotspot.json" 2>/dev/null)
    # While another name is on trial, putting that back is what heals.
    if { [ "$reason" != hotspot_down ] && [ "$reason" != dhcp_down ]; } || [ -e "$VAR/change.json" ]; then
      is_down='' attempt=0 pause=10
      rm -f "$RUN/hotspot-heal.json"
      continue
    fi
    now
    # It may come up by itself.
    [ -n "$is_down" ] || is_down=1 next=$((NOW + 6000))
    if [ "$NOW" -ge "$next" ]; then
      attempt=$((attempt + 1))
      hotspot_tell working "$attempt" "$reason" null
      note warn "$reason" '' "$(if [ "$reason" = dhcp_down ]; then echo 'Nobody gives the phones addresses; starting that anew'; else echo 'The WiFi is down; starting it anew'; fi)"
      if [ "$reason" = dhcp_down ]; then within 20 systemctl restart carputer-dhcp.service; else within 20 systemctl restart carputer-hotspot.service; fi
      now
      next=$((NOW + pause * 1000))
      pause=$((pause * 2 > 600 ? 600 : pause * 2))
    fi
    hotspot_tell waiting "$attempt" "$reason" "$next"
  done
}

# hotspot_tell STATE ATTEMPT REASON NEXT
hotspot_tell() {
  printf '{"state":"%s","rung":"daemons","attempt":%s,"reason":"%s","nextAtUptimeMs":%s,"pausedBy":null}\n' "$@" | put "$RUN/hotspot-heal.json"
}
