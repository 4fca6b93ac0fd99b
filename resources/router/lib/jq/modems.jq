# Evidence -> the modems of the status, each with its state, its fault, and since when. Pure: time and all evidence are arguments.
# $now, $wanted (data), $wrong (MODE_SWITCH), $usbLines, $addresses, $routes (of ip -j); as lists of {id: value}: $readings (null: the driver has not got it),
# $probes {atUptimeMs, isOk, latencyMs, reason}, $trials {reason, words, atUptimeMs} (the last failed attempt); $settings {id: {...}}; $samples (signal
# history), $previous (the modems of the round before), $plugged {id: when it was first seen}, $uplink.
include "usb-modems";

def before($id): ($previous[0] // []) | map(select(.id == $id)) | .[0];

# How long a phone that was unplugged is still spoken of: it belongs to somebody, not to the car.
def phone_kept_ms: 600000;

def state($usb; $r; $link):
  if $usb.absent then "absent"
  elif $usb.isWrongMode then "wrong_mode"
  elif $usb | is_plain then (if $link.address != null then "connected" else "connecting" end)
  # A stick takes its time after it was plugged in.
  elif ($r == null or ($r.isAlive | not)) and $now - ($plugged[$usb.id] // $now) < 25000 then "starting"
  elif $r == null then "unmanaged"
  elif $r.isAlive | not then "hung"
  elif $r.simState | IN("pin", "puk", "absent", "failed") then "locked"
  elif $r.isStarting then "starting"
  elif $r.isEnabled | not then "disabled"
  elif $r.registration == "denied" then "denied"
  elif $r.isSessionUp then "connected"
  elif $r.registration == "searching" then "searching"
  elif $r.isConnecting then "connecting"
  else "registered" end;

def fault($state; $usb; $r; $link; $probe; $trial; $old):
  if $state == "absent" then (if $usb.kind == "tethering" then "phone_unplugged" else "modem_absent" end)
  elif $state == "wrong_mode" then "wrong_mode"
  elif $state == "starting" then "modem_starting"
  elif $state == "unmanaged" then "modem_unmanaged"
  elif $state == "hung" then "modem_hung"
  elif $state == "locked" then {pin: "pin_needed", puk: "puk_needed", absent: "sim_absent", failed: "sim_failed"}[$r.simState]
  elif $state == "disabled" then "radio_off"
  elif $state == "denied" then "registration_denied"
  elif $state == "searching" then
    (if $old.state == "searching" and $now - ($old.stateSinceUptimeMs // $now) > 20000 then "no_coverage" else "searching" end)
  elif $usb.net == null and ($usb | is_serial | not) then "interface_absent"
  elif $wanted | not then null
  elif ($usb | is_plain | not) and $r != null and ($r.isSessionUp | not) then
    ($trial.reason // (if $old.session.isUp == true or $old.fault == "call_dropped" then "call_dropped" else "connecting" end))
  elif $link.address == null then
    (if $old.address != null or $old.fault == "address_lost" then "address_lost"
     elif ($usb | is_plain) and $now - ($plugged[$usb.id] // $now) < 20000 then "connecting"
     elif ($usb | is_serial) and $now - ($old.session.sinceUptimeMs // $now) < 20000 then "connecting"
     else "no_lease" end)
  elif $link.hasRoute | not then "no_route"
  elif $probe == null or $probe.atUptimeMs < ($old.session.sinceUptimeMs // 0) then "probing"
  elif $probe.isOk | not then ($probe.reason // "probe_failed")
  else null end;

# What compares with an RSRP of LTE: one resource element's share of the band, which is 28 dB less than the whole of it; of 3G, RSCP is 20 dB above.
def comparable_dbm: if .rsrpDbm == null then (if .rssiDbm == null then null else .rssiDbm - 28 end) elif .technology == "umts" then .rsrpDbm - 20 else .rsrpDbm end;
def average($id; value):
  [$samples[] | select(.modemId == $id and .atUptimeMs > $now - 30000) | value | select(. != null)]
  | if length == 0 then null else (add / length * 10 | round) / 10 end;

($usbLines | usb_modems($wrong)) as $usb | links($addresses; $routes) as $links | ($uplink[0].modemId) as $inUse
| ($readings | add // {}) as $readings | ($probes | add // {}) as $probes | ($trials | add // {}) as $trials
| ($usb | map(.id)) as $present
| ($usb + [$settings | keys[] | select(IN($present[]) | not) as $id | before($id) as $old
    # Of a socket for which nothing was chosen, nothing is said once another modem is there.
    | select($old.wasSeen == true or $settings[$id].isOwn != false or ($present | length) == 0)
    | {id: $id, absent: true, kind: ($old.kind // "qmi"), net: null, wdm: null, model: $old.model}]
  + [$previous[0] // [] | .[] | select(.kind == "tethering" and (.id | IN($present[]) | not) and ($settings[.id] == null)
      and (.state != "absent" or $now - .stateSinceUptimeMs < phone_kept_ms)) | {id, absent: true, kind, net: null, wdm: null, model}])
# The panel takes eight.
| .[:8]
| map(
    $readings[.id] as $r | .net //= ($r.net | select(. != null and $links[.] != null) // null)
    | . as $usb | $links[.net // "-"] as $link | $probes[.id] as $probe | $trials[.id] as $trial | before(.id) as $old
    | state($usb; $r; $link) as $state
    | fault($state; $usb; $r; $link; $probe; $trial; $old) as $fault
    | (if $usb | is_plain then $wanted and $link.address != null else $r.isSessionUp == true end) as $isUp
    | ($settings[.id] // {apn: null, technologies: ["any"], bands: ["any"]}) as $set
    | ($state | IN("absent", "wrong_mode", "unmanaged", "hung", "starting")) as $isSilent
    | {
        id: .id, kind: .kind, model: ($r.model // $old.model // .model), interface: .net, state: $state,
        simState: (if $isSilent then null else $r.simState end), pinTriesLeft: $r.pinTriesLeft,
        operator: (if $isSilent then null else $r.operator end), operatorCode: (if $isSilent then null else $r.operatorCode end),
        technology: (if $isSilent then null else $r.technology end), band: (if $isSilent then null else $r.band // $old.band end),
        isRoaming: (if $isSilent then null else $r.isRoaming end),
        apn: (if is_plain then null else $set.apn end),
        technologies: $set.technologies, bands: $set.bands, supportedBands: ($r.supportedBands // []),
        signal: (if $isSilent or $r.signal == null or ($state == "searching") then null else {atUptimeMs: $now} + $r.signal end),
        averageDbm: average(.id; comparable_dbm), averageSnrDb: average(.id; .snrDb),
        session: {isUp: $isUp, sinceUptimeMs: (if $isUp | not then null elif $old.session.isUp == true then $old.session.sinceUptimeMs else $now end)},
        address: $link.address,
        probe: (if $isUp and $probe != null then {atUptimeMs: $probe.atUptimeMs, isOk: $probe.isOk, latencyMs: $probe.latencyMs} else null end),
        isInUse: (.id == $inUse), canUssd: ($r.canUssd // false), canSms: ($r.canSms // false),
        rxBytes: ($link.rxBytes // null), txBytes: ($link.txBytes // null),
        fault: $fault,
        stateSinceUptimeMs: (if $old.state == $state then $old.stateSinceUptimeMs else $now end),
        faultSinceUptimeMs: (if $fault == null then null elif $old.fault == $fault then $old.faultSinceUptimeMs else $now end),
        wasSeen: ((.absent | not) or ($old.wasSeen // false)), words: $trial.words, wdm: .wdm, tty: .tty, path: $r.path, port: $r.port, dns: ($r.dns // [])
      })
