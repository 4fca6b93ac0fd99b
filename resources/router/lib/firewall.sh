# shellcheck shell=sh
# One nftables table of our own, and nothing else: other tables are never touched.

# Connections of the web cache; nothing else here marks any.
CACHE_MARK=0x63617368

# Every interface that may lead out, as nft's list; those that are not there yet are named by what the kernel will call them.
uplinks() {
  local net names=''
  printf '"wwan*", "usb*", "eth1", "enx*", "ppp*"'
  [ ! -e "$RUN/uplinks" ] || read -r names <"$RUN/uplinks"
  for net in $names; do printf ', "%s"' "$net"; done
}

# A stick on a Pi without a socket of its own is eth0, a second one beside it eth2: what is a modem on USB leads out by whatever name. Part of the
# hotspot never does. uplinks_follow LINES of usb_modems
uplinks_follow() {
  local net names='' old=''
  while read -r _ _ _ _ _ net _; do
    case $net in '' | - | wwan* | usb* | eth1 | enx* | ppp* | "$HOTSPOT_INTERFACE" | *[!A-Za-z0-9_.-]*) continue ;; esac
    [ -e "/sys/class/net/$net/master" ] || names="$names $net"
  done <<END
$1
END
  [ ! -e "$RUN/uplinks" ] || read -r old <"$RUN/uplinks"
  [ "${names# }" != "$old" ] || return 0
  printf '%s\n' "${names# }" | put "$RUN/uplinks"
  # Refused: asked again in the next round.
  firewall_apply || rm -f "$RUN/uplinks"
}

firewall_render() {
  local uplinks ways
  uplinks=$(uplinks)
  # The tunnel is a way out as well; its bytes are counted where they leave the car.
  ways="$uplinks${VPN_PROFILE:+, \"$VPN_PROFILE\"}"
  cat <<END
table inet carputer
delete table inet carputer
table inet carputer {
  set blocked { type ether_addr; $(elements "$(cat "$VAR/blocked" 2>/dev/null)") }
  set rx { type ipv4_addr; flags dynamic; size 4096; counter; }
  set tx { type ipv4_addr; flags dynamic; size 4096; counter; }
  counter wan_rx { }
  counter wan_tx { }
$(quota_render)
  chain count_in {
    type filter hook prerouting priority raw; policy accept;
    iifname { $uplinks } counter name wan_rx
  }
  chain count_out {
    type filter hook postrouting priority 300; policy accept;
    oifname { $uplinks } counter name wan_tx
  }
  chain input {
    type filter hook input priority 0; policy accept;
    iifname "$HOTSPOT_INTERFACE" ether saddr @blocked drop
$(cache_counts "$ways")
    # From outside: answers only.
    iifname { $uplinks } ct state established,related accept
    iifname { $uplinks } udp dport 68 accept
    iifname { $uplinks } icmp type { echo-request, destination-unreachable, time-exceeded } accept
    iifname { $uplinks } drop
  }
  chain cap {
$(cap_render)
  }
  chain forward {
    type filter hook forward priority 0; policy accept;
    ether saddr @blocked drop
    # A tunnel and many an operator carry less at once than the WiFi, and what is too long often vanishes without a word.
    oifname { $ways } tcp flags syn tcp option maxseg size set rt mtu
    iifname "$HOTSPOT_INTERFACE" oifname { $ways } jump cap
    iifname { $ways } oifname "$HOTSPOT_INTERFACE" jump cap
    iifname "$HOTSPOT_INTERFACE" oifname { $ways } update @tx { ip saddr } accept
    iifname { $ways } oifname "$HOTSPOT_INTERFACE" ct state established,related update @rx { ip daddr } accept
    iifname { $ways } oifname "$HOTSPOT_INTERFACE" drop
  }
  chain nat_out {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { $ways } masquerade
  }
$(cache_render "$ways")
}
END
}

elements() {
  [ -n "$1" ] || return 0
  printf 'elements = { %s }' "$(printf '%s' "$1" | tr '\n' ',' | sed 's/,$//; s/,/, /g')"
}

# The quota begins where the month stands, so that it cuts at the byte. The kernel refuses one of which more is used than there is. Nothing without a cap.
quota_render() {
  usage_known | jq -r --argjson cap "$(cap_wished)" '.usedBytes as $used | $cap.capBytes // empty
    | "  quota cap { over \(.) bytes used \([., $used // 0] | min) bytes }"'
}

# What of the usage the kernel's quota cannot know: that a new period has begun, and that all is used, the router's own bytes included.
quota_stamp() {
  local known starts
  known=$(usage_known)
  starts=${known#*'"startsOn":'}
  case $known in *'"state":"reached"'*) echo "${starts%%,*} reached" ;; *) echo "${starts%%,*}" ;; esac
}

quota_follow() { [ "$(quota_stamp)" = "$(get "$RUN/quota-stamp" '')" ] || firewall_apply; }

cap_render() {
  case $(cap_wished | jq -r 'if .capBytes == null then "none" else .action end') in
    stop) echo '    quota name "cap" drop' ;;
    throttle) echo '    quota name "cap" limit rate over 16 kbytes/second burst 32 kbytes drop' ;;
  esac
}

is_cache_up() { [ "$(get "$VAR/cache-on" "$CACHE")" = yes ] && command -v squid >/dev/null && id proxy >/dev/null 2>&1; }

# Nobody is behind its port while squid starts, or has died: pages go past it then. $RUN/cache-open is there while the rules send them to it.
is_cache_open() { is_cache_up && [ -n "$(ss -ltnH 'sport = :3129')" ]; }

cache_follow() { if is_cache_open; then [ -e "$RUN/cache-open" ]; else [ ! -e "$RUN/cache-open" ]; fi || firewall_apply; }

# What the cache fetches for the phones is the phones': capped as well. What it has already is free. cache_counts WAYS
cache_counts() { ! is_cache_up || echo "    iifname { $1 } ct mark $CACHE_MARK jump cap"; }

cache_render() {
  is_cache_up || return 0
  cat <<END
  chain cache {
    type nat hook prerouting priority dstnat; policy accept;
$([ ! -e "$RUN/cache-open" ] || echo "    iifname \"$HOTSPOT_INTERFACE\" ip daddr != $ADDRESS tcp dport 80 redirect to :3129")
  }
  chain output {
    type filter hook output priority 0; policy accept;
    oifname { $1 } meta l4proto tcp meta skuid $(id -u proxy) ct mark set $CACHE_MARK jump cap
  }
END
}

# Counters would begin at zero: what they say is taken over first, and nobody counts meanwhile. What the kernel refuses leaves the rules of before; its code.
firewall_apply() { one_at_a_time usage 15 firewall_apply_alone; }

firewall_apply_alone() {
  usage_count_alone
  if is_cache_open; then : >"$RUN/cache-open"; else rm -f "$RUN/cache-open"; fi
  firewall_render | nft -f - || return
  rm -f "$RUN/counters"
  quota_stamp | put "$RUN/quota-stamp"
}

client_counters() {
  # Without its table nobody has moved anything.
  { nft -j list table inet carputer 2>/dev/null || echo '{"nftables":[]}'; } | jq -c '
    [.nftables[] | .set? // empty | select(.name | IN("rx", "tx"))
      | {key: .name, value: ([.elem[]?.elem | {key: .val, value: .counter.bytes}] | from_entries)}] | from_entries | {rx: (.rx // {}), tx: (.tx // {})}'
}
