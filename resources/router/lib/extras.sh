# shellcheck shell=sh disable=SC2153
# What comes along: VPN, dynamic DNS, the web cache. Each only where it is set up.

# ddclient's own: its password, and what it has set.
DDNS_FOLDER=/var/lib/carputer-ddns

is_vpn_wanted() { [ -n "$VPN_PROFILE" ] && [ "$(get "$VAR/vpn-on" yes)" = yes ]; }

# Up when the link is, down when nobody wants it. Sets nothing up: the profile is the owner's own file.
vpn_loop() {
  while :; do
    vpn_round
    sleep 5
  done
}

vpn_round() { one_at_a_time vpn 1 vpn_round_alone; }

vpn_round_alone() {
  local said is_up=false
  [ -n "$VPN_PROFILE" ] || return 0
  ! ip link show dev "$VPN_PROFILE" >/dev/null 2>&1 || is_up=true
  if is_vpn_wanted; then
    if [ "$is_up" = false ] && is_uplink_up && is_clock_awaited; then
      if said=$(vpn_profile 2>&1 && within 20 wg-quick up "$VPN_COPY" 2>&1); then rm -f "$RUN/vpn-fault"; else
        # What stopped halfway would be in the way of the next try. Nothing that may be a key is passed on.
        within 10 wg-quick down "$VPN_COPY" >/dev/null 2>&1
        printf '%s\n' "$said" | grep -v '^\[' | tail -n 1 | sed 's|[A-Za-z0-9+/=]\{20,\}|...|g' | head -c 200 | put "$RUN/vpn-fault"
      fi
    fi
  else
    rm -f "$RUN/vpn-fault"
    if [ "$is_up" = true ] && vpn_profile; then within 20 wg-quick down "$VPN_COPY" >/dev/null 2>&1; fi
  fi
  if is_tunnel_full; then : >"$RUN/tunnel-full"; else rm -f "$RUN/tunnel-full" "$RUN/tunnel-nameless"; fi
  vpn_told | put "$RUN/vpn.json"
}

# Goes everything through it that is not ours? Then what fails beyond the modem may be the tunnel's fault.
is_tunnel_full() { [ -n "$VPN_PROFILE" ] && ip -4 route get 1.1.1.1 2>/dev/null | grep -q " dev $VPN_PROFILE "; }

# vpn_json, and what keeps the phones offline although the modem works: `tunnel_silent`, or `dns_failed` through the tunnel.
vpn_told() {
  vpn_json | jq -c --argjson full "$([ -e "$RUN/tunnel-full" ] && echo true || echo false)" --argjson nameless "$([ -e "$RUN/tunnel-nameless" ] && echo true || echo false)" '
    . + {trouble: (if $full | not then null elif .silentSinceUptimeMs != null then "tunnel_silent" elif $nameless then "dns_failed" else null end)}'
}

# The owner's profile without its name servers: wg-quick would need resolvconf for them. dnsmasq asks them while the tunnel is up.
VPN_COPY="$RUN/wireguard/$VPN_PROFILE.conf"
vpn_profile() {
  local profile="/etc/wireguard/$VPN_PROFILE.conf"
  [ -r "$profile" ] || { echo "There is no $VPN_PROFILE.conf in /etc/wireguard"; return 1; }
  mkdir -p "$RUN/wireguard"
  chmod 700 "$RUN/wireguard"
  grep -iv '^[[:space:]]*\(DNS\|SaveConfig\)[[:space:]]*=' "$profile" | put "$VPN_COPY" 600
  sed -n 's/#.*//; s/^[[:space:]]*[Dd][Nn][Ss][[:space:]]*=//p' "$profile" | tr ', \t' '\n' | grep -E '^[0-9]+\.[0-9.]+$' | put "$RUN/tunnel-dns"
}

# The other end takes no handshake that is older than the last one, as one by the clock of before a power cut is, and past a tunnel that takes
# everything nothing could set the clock. Two minutes are enough where it can be set at all.
is_clock_awaited() {
  now
  is_clock_set || jq -e --argjson now "$NOW" '$now - .sinceUptimeMs > 120000' "$RUN/uplink.json" >/dev/null
}

is_uplink_up() { [ "$(get "$RUN/uplink.json" null | jq -r '.modemId?')" != null ]; }

vpn_json() {
  local dump is_installed=false
  if [ -n "$VPN_PROFILE" ] && command -v wg >/dev/null; then is_installed=true; fi
  dump=$(within 3 wg show "${VPN_PROFILE:--}" dump 2>/dev/null)
  now
  jq_file vpn -n --arg name "$VPN_PROFILE" --argjson installed "$is_installed" --argjson on "$(is_vpn_wanted && echo true || echo false)" --arg dump "$dump" \
    --arg fault "$(cat "$RUN/vpn-fault" 2>/dev/null)" --argjson now "$NOW" --argjson seconds "$(date +%s)" --argjson before "$(get "$RUN/vpn.json" '{}')"
}

# Of a user of its own: ddclient need not be root, and the tunnel can be told apart from it.
ddns_render() {
  local uid before
  [ -n "$DDNS_HOST" ] || return 0
  uid=$(id -u carputer-ddns) || return 0
  mkdir -p "$DDNS_FOLDER"
  before=$(cat "$DDNS_FOLDER/ddclient.conf" 2>/dev/null)
  put "$DDNS_FOLDER/ddclient.conf" 600 <<END
ssl=$DDNS_SSL
use=web
$([ -z "$DDNS_WEB" ] || echo "web=$DDNS_WEB")
protocol=$DDNS_PROTOCOL
server=$DDNS_SERVER
login=$DDNS_LOGIN
password='$DDNS_PASSWORD'
$DDNS_HOST
END
  # What was refused before may be right now: it is not waited for.
  [ "$(cat "$DDNS_FOLDER/ddclient.conf")" = "$before" ] || rm -f "$DDNS_FOLDER/ddclient.cache" "$RUN/ddns.json"
  chown -R "$uid" "$DDNS_FOLDER"
  chmod 700 "$DDNS_FOLDER"
}

# ddclient once each 5 minutes while the internet is there, and at once when the uplink has changed; it sends only what is new.
ddns_loop() {
  local last='' uplink
  while sleep 5; do
    if [ -z "$DDNS_HOST" ] || ! command -v ddclient >/dev/null || ! is_clock_set; then continue; fi
    uplink=$(jq -r 'select(.brokenLink == null or .brokenLink == "hotspot" or .vpn.trouble != null) | .uplink.interface as $net | .modems[] | select(.interface == $net) | .address // empty' "$RUN/status.json" 2>/dev/null)
    now
    [ -n "$uplink" ] || continue
    [ "$uplink" != "$last" ] || [ $((NOW - ${DDNS_AT:-0})) -ge 300000 ] || continue
    last=$uplink DDNS_AT=$NOW
    ddns_round
  done
}

ddns_round() {
  local before said uid
  uid=$(id -u carputer-ddns) || return 0
  # Whatever the tunnel takes, this user asks past it. A rule without a priority of its own goes before those of wg-quick, which were there first.
  ip -4 rule add uidrange "$uid-$uid" lookup main
  said=$(within 60 setpriv --reuid carputer-ddns --regid carputer-ddns --clear-groups \
    ddclient -daemon=0 -noquiet -verbose -file "$DDNS_FOLDER/ddclient.conf" -cache "$DDNS_FOLDER/ddclient.cache" 2>&1 |
    grep -E '^(SUCCESS|FAILED|WARNING|INFO: +setting IP)')
  ip -4 rule del uidrange "$uid-$uid" lookup main
  before=$(get "$RUN/ddns.json" '{}')
  now
  jq_file ddns -n --arg host "$DDNS_HOST" --arg said "$said" --argjson now "$NOW" --argjson before "$before" | put "$RUN/ddns.json"
  jq -rn --argjson before "$before" --slurpfile after "$RUN/ddns.json" '$after[0] | select(.answer != $before.answer or .address != $before.address)
    | "\(if .state == "good" then "info ddns_set" else "warn ddns_failed" end) \(.host): \(.answer // "?") \(.address // "")"' |
    while read -r level code text; do note "$level" "$code" '' "$text" "$(jq -c '{answer, address}' "$RUN/ddns.json")"; done
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
