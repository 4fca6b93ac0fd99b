#!/bin/bash
# What the kernel would do when a stick is plugged in. Runs inside the router Pi.
#   lab-usb plug ID [VENDOR:PRODUCT] | unplug ID | events | kernel (watches `authorized`, as the kernel does)
# ID 1-1: a QMI modem, cdc-wdm0 and wwan0. ID 1-2: an AT modem, ttyUSB0 and wwan1. Their ends are LAB/ID.pty.
# ID 1-3: eth0, plain Ethernet: a phone that shares its data, or with 12d1:14db a router in a stick. Its cable comes and goes with it.
set -eu
LAB=$(cat /run/lab/place)
U=/sys/devices/platform-usb/usb1

tell() {
  for event in "$@"; do mmcli --report-kernel-event="$event" >/dev/null 2>&1 || :; done
}
emulator() { printf '%s\n' "$2" | socat -t1 - "UNIX-CONNECT:$LAB/$1.sock" >/dev/null 2>&1 || :; }

parts() {
  case $1 in
    1-1) wdm=cdc-wdm0 net=wwan0 tty='' driver=qmi_wwan ;;
    1-2) wdm='' net=wwan1 tty=ttyUSB0 driver=huawei_cdc_ncm ;;
    1-3) wdm='' net=eth0 tty='' driver=$(cat "$U/1-3/driver-name" 2>/dev/null || echo rndis_host) ;;
    *) echo "no such socket: $1" >&2; exit 2 ;;
  esac
  D=$U/$1
}

interfaces_up() {
  parts "$1"
  mkdir -p /sys/bus/usb/drivers/"$driver" /sys/bus/usb/drivers/option
  I=$D/$1:1.4; mkdir -p "$I"
  if [ "$1" = 1-3 ]; then
    emulator 1-3 '{"plugged":true}'
    for _ in $(seq 50); do [ ! -e /run/lab/sysfs/class/net/eth0 ] || break; sleep 0.1; done
  fi
  ln -s /sys/bus/usb "$I/subsystem"; ln -s /sys/bus/usb/drivers/"$driver" "$I/driver"
  for f in bInterfaceClass=ff bInterfaceSubClass=06 bInterfaceProtocol=09 bInterfaceNumber=04; do echo "${f#*=}" >"$I/${f%=*}"; done
  printf 'DEVTYPE=usb_interface\nDRIVER=%s\n' "$driver" >"$I/uevent"; ln -sfn "$I" "/sys/bus/usb/devices/$1:1.4"
  if [ -n "$wdm" ]; then
    C=$I/usbmisc/$wdm; mkdir -p "$C"; ln -s /sys/class/usbmisc "$C/subsystem"; ln -s "$I" "$C/device"
    printf 'MAJOR=180\nMINOR=176\nDEVNAME=%s\n' $wdm >"$C/uevent"; ln -sfn "$C" /sys/class/usbmisc/$wdm
    touch /dev/$wdm; mount --bind "$(readlink -f "$LAB/$1.pty")" /dev/$wdm
  fi
  # That of huawei_cdc_ncm speaks AT, not QMI; nobody has to open it here.
  [ "$1" != 1-2 ] || mkdir -p "$I/usbmisc/cdc-wdm1"
  if [ -n "$tty" ]; then
    J=$D/$1:1.0; mkdir -p "$J/$tty/tty/$tty"; ln -s /sys/bus/usb "$J/subsystem"; ln -s /sys/bus/usb/drivers/option "$J/driver"
    for f in bInterfaceClass=ff bInterfaceSubClass=02 bInterfaceProtocol=01 bInterfaceNumber=00; do echo "${f#*=}" >"$J/${f%=*}"; done
    : >"$J/uevent"; ln -s "$J" "$J/$tty/tty/$tty/device"; ln -s /sys/class/tty "$J/$tty/tty/$tty/subsystem"; ln -sfn "$J" "/sys/bus/usb/devices/$1:1.0"
    printf 'MAJOR=188\nMINOR=0\nDEVNAME=%s\n' $tty >"$J/$tty/tty/$tty/uevent"; ln -sfn "$J/$tty/tty/$tty" /sys/class/tty/$tty
    touch /dev/$tty; mount --bind "$(readlink -f "$LAB/$1.pty")" /dev/$tty
  fi
  W=$I/net/$net; mkdir -p "$W/qmi"
  for a in address ifindex mtu type flags operstate; do cat "/run/lab/sysfs/class/net/$net/$a" >"$W/$a" 2>/dev/null || :; done
  ln -s "/run/lab/sysfs/class/net/$net/statistics" "$W/statistics"; echo Y >"$W/qmi/raw_ip"; echo N >"$W/qmi/pass_through"
  ln -s /sys/class/net "$W/subsystem"; ln -s "$I" "$W/device"; printf 'DEVTYPE=wwan\nINTERFACE=%s\n' $net >"$W/uevent"
  rm -f /sys/class/net/$net; ln -s "$W" /sys/class/net/$net
  [ -z "$wdm" ] || tell action=add,subsystem=usbmisc,name=$wdm
  tell action=add,subsystem=net,name=$net
  [ -z "$tty" ] || tell action=add,subsystem=tty,name=$tty
}

interfaces_down() {
  parts "$1"
  [ -z "$tty" ] || tell action=remove,subsystem=tty,name=$tty
  tell action=remove,subsystem=net,name=$net
  [ -z "$wdm" ] || tell action=remove,subsystem=usbmisc,name=$wdm
  if [ "$1" = 1-3 ]; then emulator 1-3 '{"plugged":false}'; else ip addr flush dev $net scope global; ip link set $net down; fi
  for node in $wdm $tty; do
    umount -l "/dev/$node" 2>/dev/null || :
    rm -f "/dev/$node" "/sys/class/usbmisc/$node" "/sys/class/tty/$node"
  done
  rm -rf /sys/class/net/$net "$D/$1":* "/sys/bus/usb/devices/$1":*
  # The stick has lost its power: whatever it hung in is over.
  [ "$1" = 1-3 ] || emulator "$1" '{"replugged":true}'
}

plug() {
  parts "$1"
  local ids=${2:-12d1:1506} name='HUAWEI Mobile'
  unplug "$1"
  mkdir -p "$D"
  if [ "$1" = 1-3 ]; then
    ids=${2:-18d1:4ee3} name='Pixel 7'
    [ "${ids%:*}" != 12d1 ] || { name=HUAWEI_MOBILE; echo cdc_ether >"$D/driver-name"; }
  fi
  ln -s /sys/bus/usb "$D/subsystem"; ln -s /sys/bus/usb/drivers/usb "$D/driver" 2>/dev/null || :; ln -sfn "$D" "/sys/bus/usb/devices/$1"
  for f in idVendor="${ids%:*}" idProduct="${ids#*:}" bcdDevice=0102 manufacturer=HUAWEI "product=$name" busnum=1 devnum=${1#*-} speed=480 bDeviceClass=00 authorized=1; do
    echo "${f#*=}" >"$D/${f%%=*}"
  done
  printf 'DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=%s/%s/102\nBUSNUM=001\nDEVNUM=00%s\n' "${ids%:*}" "${ids#*:}" "${1#*-}" >"$D/uevent"
  # A CD drive has no interface that a modem's driver takes.
  [ "$ids" = 12d1:1505 ] || interfaces_up "$1"
}

unplug() {
  parts "$1"
  [ -d "$D" ] || return 0
  ! compgen -G "$D/$1:*" >/dev/null || interfaces_down "$1"
  rm -rf "$D" "/sys/bus/usb/devices/$1"
}

# What is there when ModemManager starts.
events() {
  : >/run/lab/events
  for id in 1-1 1-2; do
    parts $id
    compgen -G "$D/$id:*" >/dev/null || continue
    [ -z "$wdm" ] || echo action=add,subsystem=usbmisc,name=$wdm >>/run/lab/events
    echo action=add,subsystem=net,name=$net >>/run/lab/events
    [ -z "$tty" ] || echo action=add,subsystem=tty,name=$tty >>/run/lab/events
  done
}

# No process is started as long as nothing has changed: the machine that this runs on has better things to do.
kernel() {
  exec 8<> <(:)
  while :; do
    read -rt 0.2 -u 8 || :
    for id in 1-1 1-2 1-3; do ! differs $id || alone settle $id; done
  done
}

# Is a stick let in that has no interfaces, or the other way round?
differs() {
  local authorized product interfaces=("$U/$1/$1":*)
  [ -e "$U/$1/authorized" ] && read -r authorized <"$U/$1/authorized" && read -r product <"$U/$1/idProduct" || return 1
  if [ -e "${interfaces[0]}" ]; then [ "$authorized" = 0 ]; else [ "$authorized" = 1 ] && [ "$product" != 1505 ]; fi
}

settle() {
  differs "$1" || return 0
  if [ "$(cat "$U/$1/authorized")" = 0 ]; then interfaces_down "$1"; else interfaces_up "$1"; fi
}

# A hand and the kernel would make the same device twice, and the second one could not be taken away.
alone() { (flock 9; "$@") 9>/run/lab/usb.lock; }

case $1 in
  plug | unplug) alone "$@" ;;
  *) "$@" ;;
esac
