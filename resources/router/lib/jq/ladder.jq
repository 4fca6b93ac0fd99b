# Which step comes next for each modem, and when. Pure. Input: the records of before, {id: record}.
# $now, $modems (of modems.json), $wanted, $cap (used up, and to stop then), $refused [ids whose APN was refused], $stepping {id: rung} (being done), $power {id: "yes" or "no"} (can its port's power be switched),
# $ended {id: reason} (a step has ended since), $driver, $mayReboot. Output: {records, events}: lines "healed ID JSON", "fault ID REASON", "step ID RUNG REASON".
#
# Each reason has its own ladder: rungs in order, each as often as written. `after`: how long the fault must last before the first step.
def ladder:
  if . | IN("call_dropped", "connecting") then {after: (if $driver == "modemmanager" then 6000 else 0 end), rungs: ["session", "session", "radio", "session", "daemons", "usb", "reboot"]}
  elif . | IN("connect_failed", "stale_handle", "stale_client", "no_lease", "address_lost", "no_route") then
    {after: (if $driver == "modemmanager" then 4000 else 0 end), rungs: ["session", "session", "radio", "session", "daemons", "usb", "reboot"]}
  elif . | IN("probe_failed", "dns_failed") then {after: 15000, rungs: ["session", "session", "radio", "daemons", "usb", "reboot"]}
  elif . | IN("no_coverage", "registration_denied") then {after: 180000, rungs: ["radio", "radio", "radio", "usb"]}
  elif . == "apn_refused" then {after: 0, rungs: ["session"]}
  elif . == "radio_off" then {after: 5000, rungs: ["radio", "radio", "daemons", "usb"]}
  elif . == "modem_hung" then {after: 0, rungs: ["usb", "daemons", "usb", "usb", "reboot"]}
  # ModemManager looks at some sticks for half a minute, and begins again when it is begun again or they are plugged in anew.
  elif . == "modem_unmanaged" then {after: 20000, rungs: ["daemons", "usb", "daemons", "usb", "reboot"]}
  elif . | IN("wrong_mode", "interface_absent") then {after: 0, rungs: ["usb", "usb", "usb", "reboot"]}
  # It has fallen off the bus: its port's power, twice. More would not help one that somebody has pulled.
  elif . == "modem_absent" then {after: 60000, rungs: ["usb", "usb"], isFinite: true}
  elif . == "sim_failed" then {after: 30000, rungs: ["radio", "usb", "usb"]}
  else {after: 0, rungs: []} end;
# A phone is not ours to restart, and unplugging it by software would end its sharing. A router in a stick can be plugged in anew.
# qmi-network can do nothing for what does not speak QMI.
def rungs_of($kind):
  if $driver == "qmi-network" and ($kind | IN("at", "mbim")) then [] elif $kind == "tethering" then map(select(. == "session")) elif $kind == "hilink" then map(select(IN("session", "usb"))) else . end;
# 5 s, doubled with each step, 10 min at the most.
def pause: [5000 * pow(2; . - 1), 600000] | min | floor;

# The record of before -> the record: `rung` (null: nothing to do but wait), `isDue`, `pauseMs` (after that step), `healed` once it works again.
def climb($kind; $fault; $faultSince; $paused; $canReboot; $canRestart; $canPower):
  . as $old
  | if $fault == null then {reason: null, steps: {}, attempt: 0, rung: null, isDue: false, nextAtUptimeMs: null, pausedBy: null, firstAtUptimeMs: null,
      # Nothing is wrong either while nobody wants data: nothing was healed by that.
      healed: (if $wanted and ($old.attempt // 0) > 0 then {reason: $old.firstReason, afterMs: ($now - $old.firstAtUptimeMs)} else null end)}
    else
      ($fault | ladder | .rungs |= rungs_of($kind) | if $fault == "modem_absent" and ($canPower | not) then .rungs = []
        # Where another one works, there is no hurry; ModemManager is begun anew for it once, since that may be what helps.
        elif $fault == "modem_unmanaged" and ($canRestart | not) then {after: 60000, rungs: ["usb", "daemons", "usb", "reboot"]} else . end) as $ladder
      # Each reason climbs its own ladder; the pauses grow with all steps since it last worked.
      | ($old.steps[$fault] // 0) as $place
      | ($ladder.rungs | if length == 0 or ($ladder.isFinite and $place >= length) then null else .[[$place, length - 1] | min] end) as $wished
      | ($ladder.rungs | map(select((. != "reboot" or $canReboot) and (. != "daemons" or $canRestart or $fault == "modem_unmanaged")))) as $may
      | (if $wished == null or ($wished | IN($may[])) then $wished else $may | last end) as $rung
      | ([$old.pauseUntilUptimeMs // 0, $faultSince + $ladder.after] | max) as $next
      | {
          reason: $fault, steps: ($old.steps // {}), attempt: ($old.attempt // 0), rung: $rung, pausedBy: $paused,
          firstAtUptimeMs: ($old.firstAtUptimeMs // $faultSince), firstReason: ($old.firstReason // $fault),
          pauseUntilUptimeMs: $old.pauseUntilUptimeMs, nextAtUptimeMs: (if $paused != null or $rung == null then null else $next end),
          isDue: ($paused == null and $rung != null and $now >= $next),
          pauseMs: (($old.attempt // 0) + 1 | pause), healed: null
        }
    end;

# A step has ended: it is counted, and the pause begins.
def stepped($fault): if $fault == null then . else .steps[$fault] += 1 | .attempt += 1 | .pauseUntilUptimeMs = $now + .pauseMs end;

# Nothing is healed that somebody wants so.
def paused($id; $fault):
  if $wanted | not then "user" elif $cap then "cap" elif $fault | IN("pin_needed", "puk_needed") then "pin" elif $refused | index($id) then "apn" else null end;

. as $records
| reduce ($modems[0] // [])[] as $modem ({};
    ([$modems[0][] | select(.id != $modem.id and .probe.isOk == true)]) as $online | ($online | length > 0) as $isOtherOnline |
    . + {($modem.id): (($records[$modem.id] // {}) as $old
      | if $stepping | has($modem.id) then $old else
          $old | stepped($ended[$modem.id])
          | climb($modem.kind; $modem.fault; $modem.faultSinceUptimeMs; paused($modem.id; $modem.fault);
              $mayReboot and ($isOtherOnline | not);
              # ModemManager serves all modems: the session of one that works would end.
              all($online[]; .kind | IN("hilink", "tethering"));
              # Many hubs know one switch for all their sockets; and what was not there since the start had its power cut then.
              $power[$modem.id] == "yes" and $modem.wasSeen and ($isOtherOnline | not))
        end)})
| . as $new
| {records: $new, events: [$modems[0] // [] | .[] | .id as $id | $new[$id] as $record | select($stepping | has($id) | not)
    | (if $record.healed != null then "healed \($id) \($record.healed | tojson)" else empty end),
      (if $record.reason != null and $record.reason != $records[$id].reason and ($record.reason | IN("searching", "connecting", "probing", "modem_starting") | not)
        then "fault \($id) \($record.reason)" else empty end),
      (if $record.isDue then "step \($id) \($record.rung) \($record.reason)" else empty end)]}
| .records, .events[]
