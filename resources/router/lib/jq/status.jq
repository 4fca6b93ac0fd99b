# All that is known -> the status of PROTOCOL.md. Pure.
# The lists of one that --slurpfile makes: $modems, $uplink, $hotspot. $hotspotHeal: what is done about the hotspot, as `heal`, or null.
include "chain-of";

def shown: del(.stateSinceUptimeMs, .faultSinceUptimeMs, .wasSeen, .words, .wdm, .tty, .path, .port, .dns);
def nearest: if .fault == null then 0 elif .fault | IN("probing", "connecting", "searching") then 1 elif .state == "absent" then 9 else 2 end;

# A link that is off because it is wanted so has no fault of its own: what it waits for is told all the same.
def healing($id; $stoppedBy):
  $heals[$id] as $r | $stepping[$id] as $step
  | if $stoppedBy != null and $step == null and $r.reason == null then
      {state: "paused", rung: null, attempt: 0, reason: null, nextAtUptimeMs: null, pausedBy: $stoppedBy}
    elif $r == null then {state: "idle", rung: null, attempt: 0, reason: null, nextAtUptimeMs: null, pausedBy: null} else {
      state: (if $step != null then "working" elif $r.pausedBy != null then "paused" elif $r.rung != null then "waiting" else "idle" end),
      rung: ($step // $r.rung), attempt: $r.attempt, reason: $r.reason,
      nextAtUptimeMs: (if $step != null or $r.pausedBy != null then null else $r.nextAtUptimeMs end), pausedBy: $r.pausedBy
    } end;

$modems[0] as $modems | $uplink[0] as $uplink | $hotspot[0] as $hotspot
| ($modems | map(select(.id == $uplink.modemId)) | .[0] // ($modems | sort_by(nearest, -.stateSinceUptimeMs) | .[0])) as $told
| (if ($usage.state == "reached" and $usage.action == "stop") then "cap" else null end) as $cap
| (if $wanted | not then "user" elif $cap != null then $cap elif ($told.fault | IN("pin_needed", "puk_needed")) then "pin" else null end) as $stoppedBy
| ($told | chain($wanted; $stoppedBy; $hotspot; $vpn.trouble)) as $chain
| ([$chain[1:][], $chain[0]] | map(select(.state | IN("broken", "busy"))) | .[0].link) as $broken
| {
    protocol: 1, version: $version, bootId: $boot, uptimeMs: $now, clockMs: $clock, isRunning: true, driver: $driver,
    data: {isWanted: $wanted, stoppedBy: $stoppedBy},
    chain: $chain, brokenLink: $broken,
    heal: (if $broken == "hotspot" and $hotspotHeal != null then $hotspotHeal else healing($told.id // "-"; $stoppedBy) end),
    uplink: ($uplink | {modemId, interface, why, sinceUptimeMs, heldUntilUptimeMs}),
    preferredModemId: (if $preferred == "" then null else $preferred end),
    modems: ($modems | map(shown)),
    hotspot: ($hotspot | {ssid, channel, isOn, clientCount}),
    usage: ({startsOn: null, renewsOn: null, renewalDay: 1, daysLeft: null, rxBytes: 0, txBytes: 0, usedBytes: 0, capBytes: null, percent: null,
      action: "stop", state: "none", rxBitsPerSecond: null, txBitsPerSecond: null, atUptimeMs: null} + $usage + {days: []}),
    messages: $messages,
    vpn: ({isInstalled: false, isOn: false, name: null, isUp: false, lastHandshakeUptimeMs: null, silentSinceUptimeMs: null, rxBytes: null, txBytes: null,
      fault: null, trouble: null} + $vpn | del(.heardUptimeMs, .askedUptimeMs)),
    ddns: ({isOn: ($ddnsHost != ""), host: (if $ddnsHost == "" then null else $ddnsHost end), address: null, state: null, answer: null, atUptimeMs: null} + $ddns),
    files: {isShared: $shared},
    change: (if $change == null then null else $change | {id, kind, expiresAtUptimeMs} end),
    logSeq: ($lastSeq | if . == "" then 0 else tonumber end),
    system: {temperatureC: (if $milli == null then null else $milli / 1000 end), freeBytes: ($free * 1024), loadAverage: $load}
  }
