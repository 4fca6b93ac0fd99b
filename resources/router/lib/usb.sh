# shellcheck shell=sh
# The modems as the kernel sees them on USB.

# One line per modem: id vendor product driver wdm net tty, "-" where there is none.
# Sorted out by driver: a USB network card or a keyboard is no modem. What is plain Ethernet has its kind in the place of the driver.
usb_modems() {
  local device part driver kind wdm net tty entry
  for device in /sys/bus/usb/devices/*; do
    [ -r "$device/idVendor" ] || continue
    kind=- wdm=- net=- tty=-
    for part in "$device"/*:*; do
      [ -d "$part" ] || continue
      driver=$(readlink "$part/driver") || continue
      driver=${driver##*/}
      case $driver in
        qmi_wwan | cdc_mbim | huawei_cdc_ncm | rndis_host | cdc_ether | cdc_ncm | ipheth) kind=$driver ;;
        option) [ "$kind" != - ] || kind=option ;;
        *) continue ;;
      esac
      for entry in "$part"/usbmisc/cdc-wdm*; do [ ! -e "$entry" ] || wdm=${entry##*/}; done
      for entry in "$part"/net/*; do [ ! -e "$entry" ] || net=${entry##*/}; done
      for entry in "$part"/ttyUSB*; do [ ! -e "$entry" ] || [ "$tty" != - ] || tty=${entry##*/}; done
    done
    usb_ids "$device"
    if [ "$kind" = - ] && ! is_wrong_mode; then continue; fi
    [ "$tty" != - ] || kind=$(plain_kind "$kind")
    printf '%s %s %s %s %s %s %s\n' "${device##*/}" "$VENDOR" "$PRODUCT" "$kind" "$wdm" "$net" "$tty"
  done
}

usb_ids() {
  read -r VENDOR <"$1/idVendor"
  read -r PRODUCT <"$1/idProduct"
}

# A maker of sticks makes routers in a stick (HiLink: a NAT of its own); anybody else's is a phone that shares its data by cable. plain_kind DRIVER
plain_kind() {
  case $1:$VENDOR in
    ipheth:*) echo tethering ;;
    rndis_host:12d1 | cdc_ether:12d1 | cdc_ncm:12d1 | rndis_host:19d2 | cdc_ether:19d2 | cdc_ncm:19d2 | rndis_host:1bbb | cdc_ether:1bbb | cdc_ncm:1bbb) echo hilink ;;
    rndis_host:* | cdc_ether:* | cdc_ncm:*) echo tethering ;;
    *) echo "$1" ;;
  esac
}

# Neither is asked for a signal, a SIM or an APN. is_plain KIND
is_plain() { case $1 in hilink | tethering) return 0 ;; *) return 1 ;; esac; }

# What it calls itself. usb_product ID
usb_product() { tr -d '\r\n' <"/sys/bus/usb/devices/$1/product" 2>/dev/null; }

is_wrong_mode() { case " $MODE_SWITCH " in *" $VENDOR:$PRODUCT "*) return 0 ;; *) return 1 ;; esac; }

# The stick is pulled and put in by software: what a hand would do. usb_replug ID
usb_replug() {
  local device="/sys/bus/usb/devices/$1"
  [ -w "$device/authorized" ] || return 1
  echo 0 >"$device/authorized"
  sleep 1
  echo 1 >"$device/authorized"
}

# The power of a socket, by the hub that it is at; no ACTION: can that be switched? usb_power ID [ACTION]
usb_power() {
  command -v uhubctl >/dev/null || return 1
  case $1 in *.*) set -- "${1%.*}" "${1##*.}" "${2-}" ;; *) set -- "${1%-*}" "${1##*-}" "${2-}" ;; esac
  within 20 uhubctl -l "$1" -p "$2" ${3:+-a "$3"}
}

# Turns a CD drive into a modem. usb_switch ID
usb_switch() {
  usb_ids "/sys/bus/usb/devices/$1" || return 1
  within 20 usb_modeswitch -v "$VENDOR" -p "$PRODUCT" -J
}
