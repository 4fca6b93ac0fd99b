#!/bin/sh
# What udhcpc does in a phone of the lab.
# shellcheck disable=SC2154
case $1 in
  deconfig) ip addr flush dev "$interface"; ip link set "$interface" up ;;
  bound | renew)
    ip addr flush dev "$interface"
    ip addr add "$ip/24" dev "$interface"
    ip route replace default via "${router%% *}"
    ;;
esac
