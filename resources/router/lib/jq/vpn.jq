# What `wg show NAME dump` says -> the vpn of the status. Pure. $dump: the interface, then one peer each with its last handshake in seconds since 1970 and
# its bytes; $name, $installed, $on, $fault, $now, $seconds (since 1970), $before (the last one).
#
# The other end is silent when nothing has come from it since something was sent, for longer than WireGuard leaves a session without a new
# handshake (120 s) and tries that (15 s). Who sends nothing is owed nothing.
def silent_after_ms: 150000;

($dump | split("\n") | map(split("\t"))) as $lines | ($lines[1:] | map(select(length >= 8))) as $peers
| ([$peers[][4] | tonumber] | max // 0) as $handshake
| (if $dump == "" then null else [$peers[][5] | tonumber] | add end) as $rx | (if $dump == "" then null else [$peers[][6] | tonumber] | add end) as $tx
| ($rx != null and $rx == $before.rxBytes) as $isQuiet
| (if $rx == null then null elif $isQuiet then $before.heardUptimeMs else $now end) as $heard
| (if $isQuiet | not then null elif $tx != $before.txBytes then $before.askedUptimeMs // $now else $before.askedUptimeMs end) as $asked
| {isInstalled: $installed, isOn: $on, name: (if $name == "" then null else $name end), isUp: ($dump != ""),
   lastHandshakeUptimeMs: (if $handshake == 0 then null else $now - ($seconds - $handshake) * 1000 end),
   silentSinceUptimeMs: (if $asked != null and $now - $asked >= silent_after_ms then $heard else null end),
   rxBytes: $rx, txBytes: $tx, fault: (if $fault == "" then null else $fault end), heardUptimeMs: $heard, askedUptimeMs: $asked}
