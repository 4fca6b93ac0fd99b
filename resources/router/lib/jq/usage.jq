# The usage of before -> now. Pure. $counters, $before: {wan_rx, wan_tx} of the kernel (a smaller one has begun anew); $cap {capBytes, renewalDay, action};
# $today "2026-07-05", or "" while the clock is not set: then nothing is renewed.
def growth($name): ($counters[$name] // 0) as $new | ($before[$name] // 0) as $old | if $new >= $old then $new - $old else $new end;
def days_in($year; $month): [31, (if $year % 4 == 0 and ($year % 100 != 0 or $year % 400 == 0) then 29 else 28 end), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][$month - 1];
def two: tostring | if length < 2 then "0" + . else . end;
# The renewal of that month: day 31 is the last one in a shorter month.
def renewal($year; $month): "\($year)-\($month | two)-\([$cap.renewalDay // 1, days_in($year; $month)] | min | two)";
def next_month: if .[1] == 12 then [.[0] + 1, 1] else [.[0], .[1] + 1] end;
def last_month: if .[1] == 1 then [.[0] - 1, 12] else [.[0], .[1] - 1] end;
def at($m): renewal($m[0]; $m[1]);
def period:
  if $today == "" then {startsOn: null, renewsOn: null, daysLeft: null} else
    ($today | split("-") | map(tonumber) | .[0:2]) as $this
    | (if $today >= at($this) then $this else $this | last_month end) as $first
    | at($first | next_month) as $stop
    | {startsOn: at($first), renewsOn: $stop,
       daysLeft: ((($stop + "T00:00:00Z" | fromdate) - ($today + "T00:00:00Z" | fromdate)) / 86400 | round)}
  end;

. as $old | period as $period
| (if $period.startsOn != null and $old.startsOn != null and $period.startsOn > $old.startsOn then {rxBytes: 0, txBytes: 0, usedBytes: 0} else $old end) as $base
| growth("wan_rx") as $rx | growth("wan_tx") as $tx
| (($base.usedBytes // 0) + $rx + $tx) as $used
| (if $cap.capBytes == null then null else $used * 100 / $cap.capBytes | floor end) as $percent
| (if $old.atUptimeMs == null or $now <= $old.atUptimeMs then null else ($now - $old.atUptimeMs) / 8000 end) as $eighths
| {
    startsOn: ($period.startsOn // $old.startsOn), renewsOn: $period.renewsOn, renewalDay: ($cap.renewalDay // 1), daysLeft: $period.daysLeft,
    rxBytes: (($base.rxBytes // 0) + $rx), txBytes: (($base.txBytes // 0) + $tx), usedBytes: $used,
    capBytes: $cap.capBytes, percent: $percent, action: ($cap.action // "stop"),
    state: (if $percent == null then "none" elif $percent >= 100 then "reached" elif $percent >= 95 then "warn_95" elif $percent >= 80 then "warn_80" else "ok" end),
    rxBitsPerSecond: (if $eighths == null then null else $rx / $eighths | round end),
    txBitsPerSecond: (if $eighths == null then null else $tx / $eighths | round end),
    atUptimeMs: $now,
    days: (if $today == "" then $old.days // [] else
      ($old.days // []) as $days | (if ($days | last.date?) == $today then $days else $days + [{date: $today, rxBytes: 0, txBytes: 0}] end)
      | (.[-1] |= (.rxBytes += $rx | .txBytes += $tx)) | .[-62:] end)
  }
