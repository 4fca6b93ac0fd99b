# Which modem carries the traffic, and why. Pure. Input: the uplink of before.
# $now, $modems, $preferred (id or null), $plain ("before" or "after"): where what tells no signal stands. A working probe first, then 6 dB on the
# averages of 30 s and two minutes between changes; the preferred one, and what $plain wants first, whenever it has worked for 20 s.
def works: .probe != null and .probe.isOk and .address != null and .fault == null;
def usable: .session.isUp and .address != null and (.fault == null or .fault == "probing");
def settled: $now - (.session.sinceUptimeMs // $now) > 20000;
def is_plain: .kind | IN("hilink", "tethering");
# Which goes before the other, whatever the signal.
def place: if is_plain then (if $plain == "before" then 1 else -1 end) else 0 end;
# A dB of SNR counts as much as one of RSRP: 10 dB is about what goes with -100 dBm. GSM carries little, however strong it is.
def heard: (.averageDbm // -140) as $dbm
  | (if .averageSnrDb == null then $dbm else ($dbm + .averageSnrDb - 110) / 2 end) - (if .technology == "gsm" then 30 else 0 end);
def strength: if is_plain then (if $plain == "before" then 0 else -1000 end) else heard end;

. as $old
| ($modems | map(select(.id == $old.modemId)) | .[0]) as $current
| [$modems[] | select(works)] as $working
| ($working | max_by(strength)) as $best
| ([$working[] | select(settled)] | (map(select(.id == $preferred)) | .[0])
    // (if $current == null or $preferred == $current.id then null else map(select(place > ($current | place))) | max_by(strength) end)) as $wished
| [$modems[] | select(usable)] as $usable
| def to($modem; $why):
    {modemId: $modem.id, interface: $modem.interface, address: $modem.address, why: $why, sinceUptimeMs: $now, heldUntilUptimeMs: ($now + 120000)};
  if ($current | . != null and works) then
    if $wished != null and $wished.id != $current.id then to($wished; "preferred")
    elif $preferred != $current.id and $best.id != $current.id and $now >= ($old.heldUntilUptimeMs // 0)
      and ($best | strength) >= ($current | strength) + 6 then to($best; "stronger")
    elif $current.interface != $old.interface or $current.address != $old.address then
      $old + {interface: $current.interface, address: $current.address}
    else $old end
  elif ($working | length) > 0 then
    to(($working | map(select(.id == $preferred)) | .[0]) // $best;
      if $old.modemId != null then "other_failed" elif ($modems | length) == 1 then "only_one" else "first" end)
  # None is proved yet: the first with an address, so that names can be asked for at all.
  elif ($current | . != null and usable) then $old + {interface: $current.interface, address: $current.address}
  elif ($usable | length) > 0 then to($usable[0]; if ($modems | length) == 1 then "only_one" else "first" end) + {heldUntilUptimeMs: null}
  else {modemId: null, interface: null, address: null, why: "none_works", sinceUptimeMs: (if $old.modemId == null then $old.sinceUptimeMs else $now end), heldUntilUptimeMs: null}
  end
| if .modemId == null then . elif ($modems | length) == 1 then .why = "only_one" | .heldUntilUptimeMs = null elif .why == "only_one" then .why = "first" else . end
