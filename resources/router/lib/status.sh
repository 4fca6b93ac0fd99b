# shellcheck shell=sh
# The status as PROTOCOL.md has it, and one sample of the signal each 5 s.

status_round() {
  local load
  now
  if [ $((NOW - ${HOTSPOT_AT:--5000})) -ge 5000 ]; then
    HOTSPOT_AT=$NOW
    hotspot_json | put "$RUN/hotspot.json"
    FREE_KB=$(df -kP "$VAR" | awk 'NR == 2 { print $4 }')
  fi
  read -r load _ </proc/loadavg
  now
  jq_file status -n --argjson now "$NOW" --arg version "$VERSION" --arg boot "$(boot_id)" --argjson clock "$(clock_ms)" --arg driver "$(driver)" \
    --argjson wanted "$(is_data_wanted && echo true || echo false)" --slurpfile modems "$RUN/modems.json" --slurpfile uplink "$RUN/uplink.json" \
    --arg preferred "$(get "$VAR/preferred" '')" --argjson heals "$(get "$RUN/heal.json" '{}')" --argjson stepping "$(by_id stepping)" \
    --slurpfile hotspot "$RUN/hotspot.json" --argjson hotspotHeal "$(get "$RUN/hotspot-heal.json" null)" --argjson usage "$(usage_known)" \
    --argjson messages "$(get "$RUN/messages.json" '{"revision":0,"unreadCount":0}')" --argjson vpn "$(get "$RUN/vpn.json" '{}')" \
    --arg ddnsHost "$DDNS_HOST" --argjson ddns "$(get "$RUN/ddns.json" '{}')" --argjson shared "$(is_shared && echo true || echo false)" --argjson change "$(get "$VAR/change.json" null)" \
    --arg lastSeq "$(last_seq)" --argjson load "$load" --argjson milli "$(get /sys/class/thermal/thermal_zone0/temp null)" \
    --argjson free "${FREE_KB:-null}" | put "$RUN/status.json"
  sample_round
}

# 30 minutes at one each 5 s and modem; the file is cut when it has grown by a half.
sample_round() {
  [ $((NOW - ${SAMPLE_AT:-0})) -ge 5000 ] || return 0
  SAMPLE_AT=$NOW
  jq -c --argjson now "$NOW" '.[] | select(.state != "absent") | {atUptimeMs: $now, modemId: .id, technology,
    rssiDbm: .signal.rssiDbm, rsrpDbm: .signal.rsrpDbm, snrDb: .signal.snrDb, isOnline: (.probe.isOk == true and .fault == null)}' "$RUN/modems.json" >>"$RUN/signal.jsonl"
  [ "$(wc -l <"$RUN/signal.jsonl")" -lt 1100 ] || tail -n 720 "$RUN/signal.jsonl" | put "$RUN/signal.jsonl"
}
