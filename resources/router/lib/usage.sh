# shellcheck shell=sh
# The month's data. The kernel's counters begin at zero with every start: their growth is added up here, kept each minute and at the end.

# The usage as it was counted last, also before this start.
usage_known() { get "$RUN/usage.json" "$(get "$VAR/usage.json" '{}')"; }

# {capBytes, renewalDay, action}: as the panel has set them, the rest as in router.conf. What is no figure there is none.
cap_wished() {
  get "$VAR/cap.json" '{}' | jq -c --arg bytes "$CAP_BYTES" --arg day "$CAP_RENEWAL_DAY" --arg action "$CAP_ACTION" '
    def whole($from; $to): if test("^[0-9]{1,15}$") then tonumber | select(. >= $from and . <= $to) else empty end;
    {capBytes: ($bytes | whole(1000000; 1e15) // null), renewalDay: ($day | whole(1; 31) // 1), action: (if $action == "throttle" then "throttle" else "stop" end)} + .'
}

# Adds what the counters have grown by since the last call. Nothing is lost when the table is built anew: that is called before.
usage_count() {
  one_at_a_time usage 5 usage_count_alone
}

usage_count_alone() {
  local counters old
  counters=$(nft -j list counters table inet carputer 2>/dev/null | jq -c '[.nftables[] | .counter? // empty | {key: .name, value: .bytes}] | from_entries')
  [ -n "$counters" ] && [ "$counters" != '{}' ] || return 0
  old=$(usage_known)
  now
  printf '%s' "$old" | jq -c --argjson now "$NOW" --argjson counters "$counters" --argjson before "$(get "$RUN/counters" '{}')" \
    --argjson cap "$(cap_wished)" --arg today "$(today)" -f "$LIB/lib/jq/usage.jq" | put "$RUN/usage.json"
  printf '%s\n' "$counters" | put "$RUN/counters"
}

# The date, or nothing while the clock is not set.
today() { [ "$(clock_ms)" = null ] || date +%Y-%m-%d; }

usage_keep() {
  ! [ -s "$RUN/usage.json" ] || cmp -s "$RUN/usage.json" "$VAR/usage.json" || put "$VAR/usage.json" <"$RUN/usage.json"
}

# Says once that 80 %, 95 %, all is used, or that a new month has begun.
usage_warn() {
  local known state=none old
  known=$(get "$RUN/usage.json" '')
  case $known in *'"state":"'*) state=${known#*'"state":"'} state=${state%%'"'*} ;; esac
  old=$(get "$VAR/usage-state" none)
  [ "$state" != "$old" ] || return 0
  printf '%s\n' "$state" | put "$VAR/usage-state"
  case $state in
    warn_80) note warn cap_warning '' '80 % of the data are used' ;;
    warn_95) note warn cap_warning '' '95 % of the data are used' ;;
    reached) note warn cap_reached '' 'All data of the month are used' ;;
    *) [ "$old" != reached ] || note info cap_renewed '' 'There is data again' ;;
  esac
}

usage_round() {
  usage_count
  quota_follow
  cache_follow
  usage_warn
}

usage_loop() {
  local round=0
  while sleep 5; do
    usage_round
    round=$(((round + 1) % 12))
    [ "$round" -ne 0 ] || usage_keep
  done
}
