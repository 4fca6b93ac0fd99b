#!/bin/bash
# A small service manager, as far as the router's software asks for one: reads the real unit files, keeps what is to be kept running.
# shellcheck disable=SC2016
set -u
RUN=/run/lab/units
mkdir -p $RUN
WANTS=/etc/systemd/system/multi-user.target.wants

file_of() {
  for folder in /etc/systemd/system /lib/systemd/system /usr/lib/systemd/system; do
    [ ! -e "$folder/$1" ] || { echo "$folder/$1"; return 0; }
  done
  return 1
}
value() { sed -n "s/^$2=//p" "$1" | tail -n 1; }
values() { sed -n "s/^$2=//p" "$1"; }

is_active() { [ -e "$RUN/$1.done" ] || { [ -s "$RUN/$1.keeper" ] && kill -0 "$(cat "$RUN/$1.keeper")" 2>/dev/null; }; }

start() {
  local unit=$1 file
  file=$(file_of "$unit") || { echo "Unit $unit not found." >&2; return 5; }
  ! is_active "$unit" || return 0
  if [ "$(value "$file" Type)" = oneshot ]; then
    run "$file" >>"/run/lab/$unit.log" 2>&1 </dev/null && touch "$RUN/$unit.done"
    return
  fi
  (
    exec >>"/run/lab/$unit.log" 2>&1 </dev/null 7>&- 8>&- 9>&-
    setsid bash -c '
      trap "kill -TERM -- -\$child 2>/dev/null; exit 0" TERM
      while :; do
        rm -f "$2/$3.pid"
        pre=$(sed -n "s/^ExecStartPre=-*//p" "$1")
        if [ -z "$pre" ] || bash -c "$pre"; then
          setsid bash -c "exec $(sed -n "s/^ExecStart=//p" "$1" | tail -n 1)" &
          child=$!
          echo $child >"$2/$3.pid"
          wait $child
          wait $child
        fi
        grep -q "^Restart=\(always\|on-failure\)" "$1" || exit
        sleep "$(sed -n "s/^RestartSec=//p" "$1" | grep . || echo 0.5)" &
        child=$!
        wait $child
      done' keeper "$file" "$RUN" "$unit" &
    echo $! >"$RUN/$unit.keeper"
  )
  for _ in $(seq 50); do [ ! -s "$RUN/$unit.pid" ] || return 0; sleep 0.1; done
}

run() {
  local line
  while read -r line; do [ -z "$line" ] || bash -c "$line" || return 1; done < <(values "$1" ExecStartPre; values "$1" ExecStart)
}

stop() {
  local unit=$1 file pid
  file=$(file_of "$unit") || return 5
  [ ! -e "$RUN/$unit.done" ] || { rm -f "$RUN/$unit.done"; bash -c "$(value "$file" ExecStop)"; }
  [ -s "$RUN/$unit.keeper" ] || return 0
  pid=$(cat "$RUN/$unit.pid" 2>/dev/null)
  kill -TERM "$(cat "$RUN/$unit.keeper")" 2>/dev/null
  for _ in $(seq 50); do kill -0 -- "-${pid:-999999}" 2>/dev/null || break; sleep 0.1; done
  kill -KILL -- "-${pid:-999999}" "$(cat "$RUN/$unit.keeper")" 2>/dev/null
  rm -f "$RUN/$unit.keeper" "$RUN/$unit.pid"
}

enabled() { for link in "$WANTS"/*.service; do [ ! -e "$link" ] || echo "${link##*/}"; done; }

# The machine goes down and comes up: what lives in memory is gone.
reboot() {
  setsid bash -c '
    for unit in carputer-router carputer-cache carputer-dhcp carputer-hotspot carputer-firewall NetworkManager ModemManager; do systemctl stop $unit.service; done
    rm -rf /run/carputer-router /tmp/qmi-network-state-*
    nft delete table inet carputer; conntrack -F; ip addr flush dev wwan0; ip addr flush dev wwan1
    echo rebooted >>/run/lab/power
    for unit in ModemManager NetworkManager carputer-firewall carputer-hotspot carputer-dhcp carputer-cache carputer-router; do
      [ ! -e '"$WANTS"'/$unit.service ] || systemctl start $unit.service
    done' >/dev/null 2>&1 </dev/null &
}

command=$1
shift
case $command in
  list-units | daemon-reload) ;;
  start | stop) for unit in "$@"; do $command "$unit"; done ;;
  restart) stop "$1"; start "$1" ;;
  reload) [ ! -s "$RUN/$1.pid" ] || kill -HUP "$(cat "$RUN/$1.pid")" ;;
  is-active) is_active "$1" && echo active ;;
  is-enabled) if [ -e "$WANTS/$1" ]; then echo enabled; else echo disabled; exit 1; fi ;;
  enable) file=$(file_of "$1") || exit 1; mkdir -p "$WANTS"; ln -sf "$file" "$WANTS/$1" ;;
  disable) rm -f "$WANTS/$1" ;;
  enabled) enabled ;;
  reboot) reboot ;;
  poweroff) echo poweroff >>/run/lab/power ;;
  *) echo "not in the lab: systemctl $command" >&2; exit 1 ;;
esac
