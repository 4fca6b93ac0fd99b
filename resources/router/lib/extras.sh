# shellcheck shell=sh disable=SC2153
# What comes along: VPN, dynamic DNS, the web cache. Each only where it is set up.

is_vpn_wanted() { [ -n "$VPN_PROFILE" ] && [ "$(get "$VAR/vpn-on" yes)" = yes ]; }

# Up when the link is, down when nobody wants it. Sets nothing up: the profile is the owner's own file.
vpn_round() {
  [ -n "$VPN_PROFILE" ] || return 0
  now
  [ $((NOW - ${VPN_AT:-0})) -ge 5000 ] || return 0
  VPN_AT=$NOW
  local is_up=false
  ! ip link show dev "$VPN_PROFILE" >/dev/null 2>&1 || is_up=true
  if is_vpn_wanted; then
    if [ "$is_up" = false ] && [ "$(get "$RUN/uplink.json" null | jq -r '.modemId?')" != null ]; then within 20 wg-quick up "$VPN_PROFILE" >/dev/null 2>&1; fi
  elif [ "$is_up" = true ]; then
    within 20 wg-quick down "$VPN_PROFILE" >/dev/null 2>&1
  fi
  vpn_json | put "$RUN/vpn.json"
}

# Lines of `wg show NAME dump`: the interface, then one peer each with its last handshake in seconds since 1970 and its bytes.
vpn_json() {
  local dump is_installed=false
  if [ -n "$VPN_PROFILE" ] && command -v wg >/dev/null; then is_installed=true; fi
  dump=$(within 3 wg show "${VPN_PROFILE:--}" dump 2>/dev/null)
  now
  jq -cn --arg name "$VPN_PROFILE" --argjson installed "$is_installed" --argjson on "$(is_vpn_wanted && echo true || echo false)" --arg dump "$dump" \
    --argjson now "$NOW" --argjson seconds "$(date +%s)" '
    ($dump | split("\n") | map(split("\t"))) as $lines | ($lines[1:] | map(select(length >= 8))) as $peers
    | ([$peers[][4] | tonumber] | max // 0) as $handshake
    | {isInstalled: $installed, isOn: $on, name: (if $name == "" then null else $name end), isUp: ($dump != ""),
       lastHandshakeUptimeMs: (if $handshake == 0 then null else $now - ($seconds - $handshake) * 1000 end),
       rxBytes: (if $dump == "" then null else [$peers[][5] | tonumber] | add end), txBytes: (if $dump == "" then null else [$peers[][6] | tonumber] | add end)}'
}

ddns_render() {
  [ -n "$DDNS_HOST" ] || return 0
  put "$ETC/ddclient.conf" 600 <<END
ssl=yes
use=web
protocol=$DDNS_PROTOCOL
server=$DDNS_SERVER
login=$DDNS_LOGIN
password='$DDNS_PASSWORD'
$DDNS_HOST
END
}

# ddclient once each 5 minutes, and at once when the uplink has changed; it sends only what is new.
ddns_loop() {
  local said state address last='' uplink
  while sleep 10; do
    if [ -z "$DDNS_HOST" ] || ! command -v ddclient >/dev/null; then continue; fi
    uplink=$(get "$RUN/uplink.json" null | jq -r '.address? // empty')
    now
    [ -n "$uplink" ] || continue
    [ "$uplink" != "$last" ] || [ $((NOW - ${DDNS_AT:-0})) -ge 300000 ] || continue
    last=$uplink DDNS_AT=$NOW
    said=$(within 60 ddclient -daemon=0 -quiet=no -verbose -noquiet -file "$ETC/ddclient.conf" -cache "$VAR/ddclient.cache" 2>&1) || :
    address=$(printf '%s' "$said" | grep -oE '[0-9]{1,3}(\.[0-9]{1,3}){3}' | tail -n 1)
    case $said in *FAILED* | *'WARNING'*) state=failed ;; *) state=good ;; esac
    jq -cn --arg host "$DDNS_HOST" --arg address "$address" --arg state "$state" --argjson now "$NOW" \
      '{isOn: true, host: $host, address: (if $address == "" then null else $address end), state: $state, atUptimeMs: $now}' | put "$RUN/ddns.json"
  done
}

is_cache_wanted() { [ "$(get "$VAR/cache-on" "$CACHE")" = yes ]; }

squid_render() {
  [ "$CACHE" = yes ] || [ -e "$VAR/cache-on" ] || return 0
  mkdir -p "$VAR/cache"
  put "$ETC/squid.conf" 644 <<END
http_port 127.0.0.1:3128
http_port 3129 intercept
visible_hostname router.car
$([ "$(dhcp_server)" != dnsmasq ] || echo "dns_nameservers $ADDRESS")
acl phones src $ADDRESS/$PREFIX
http_access allow localhost manager
http_access allow phones
http_access deny all
cache_mem 16 MB
maximum_object_size 16 MB
cache_dir ufs /var/cache/carputer-squid $CACHE_MB 16 256
coredump_dir /var/cache/carputer-squid
access_log none
cache_log /dev/null
pid_filename /run/carputer-squid.pid
shutdown_lifetime 1 seconds
forwarded_for delete
END
}

# {isInstalled, isOn, requestCount, hitCount, sizeBytes}; squid tells hits as a share.
cache_json() {
  local info=''
  ! command -v squid >/dev/null || info=$(curl -s --max-time 3 http://127.0.0.1:3128/squid-internal-mgr/counters 2>/dev/null)
  jq -cn --arg info "$info" --argjson installed "$(command -v squid >/dev/null && echo true || echo false)" \
    --argjson on "$(is_cache_wanted && echo true || echo false)" --argjson kb "$(du -sk /var/cache/carputer-squid 2>/dev/null | cut -f1 | grep . || echo null)" '
    ([$info | split("\n")[] | capture("^(?<k>[a-z_.]+) = (?<v>[0-9.]+)$") | {(.k): (.v | tonumber)}] | add // {}) as $c
    | {isInstalled: $installed, isOn: $on, requestCount: ($c["client_http.requests"] // null), hitCount: ($c["client_http.hits"] // null),
       sizeBytes: (if $kb == null then null else $kb * 1024 end)}'
}

# What sshd locks carputer-share into, and whether a key opens that.
share_render() {
  rm -f "$ETC/share" "$ETC/share-keys"
  if [ -z "$SHARE_FOLDER" ] || [ ! -d "$SHARE_FOLDER" ]; then return 0; fi
  ln -s "$SHARE_FOLDER" "$ETC/share"
  ln -s "$ETC/keys/carputer-share" "$ETC/share-keys"
}

is_shared() { [ -d "$ETC/share" ] && [ -e "$ETC/share-keys" ]; }
