# Leases, neighbours, stations and counters -> the phones. Pure. Who is connected: reachable in the neighbour table, or moved bytes within the last minute.
($leases | [splits("\n") | split(" ") | select(length >= 4) | {key: (.[1] | ascii_downcase), value: {address: .[2], hostname: (if .[3] == "*" then null else .[3] end)}}] | from_entries) as $leased
| ($neighbours | [.[] | select(.lladdr != null and (.dst | test("^[0-9.]+$"))) | {key: .lladdr, value: {address: .dst, isReachable: (.state | any(IN("REACHABLE", "DELAY", "PROBE")))}}] | from_entries) as $near
| ([$stations | match("(?m)^([0-9a-f]{2}(?::[0-9a-f]{2}){5})$((?:\n(?![0-9a-f]{2}:).*)*)"; "g").captures | {key: .[0].string, value: ([.[1].string | match("signal=(-?[0-9]+)").captures[0].string | tonumber | select(. != 0)] | .[0])}] | from_entries) as $signals
| ($blocked | [splits("\n") | select(. != "")]) as $blocked
| ($previous | map({key: .mac, value: .}) | from_entries) as $before
| [($leased, $near, $signals, $names | keys[]), $blocked[]] | unique
| map(. as $mac | $before[$mac] as $old | ($near[$mac].address // $leased[$mac].address // $old.address) as $address
    | ($counters.rx[$address // "-"] // 0) as $rx | ($counters.tx[$address // "-"] // 0) as $tx
    | (if $near[$mac].isReachable == true or $tx > ($old.txBytes // 0) then $now else $old.lastSeenUptimeMs end) as $seen
    | {
        mac: $mac, name: $names[$mac], hostname: ($leased[$mac].hostname // $old.hostname), address: $address,
        isConnected: ($seen != null and $now - $seen < 60000 and $near[$mac] != null),
        isBlocked: ($mac | IN($blocked[])), isRandomMac: ($mac[1:2] | IN("2", "6", "a", "e")), signalDbm: $signals[$mac],
        rxBytes: $rx, txBytes: $tx, lastSeenUptimeMs: $seen
      })
