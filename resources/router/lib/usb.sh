# shellcheck shell=sh
# The modems as the kernel sees them on USB.

# One line per modem: id vendor product driver wdm net tty, "-" where there is none.
# Sorted out by driver: a USB network card or a keyboard is no modem.
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
    printf '%s %s %s %s %s %s %s\n' "${device##*/}" "$VENDOR" "$PRODUCT" "$kind" "$wdm" "$net" "$tty"
  done
}

usb_ids() {
  read -r VENDOR <"$1/idVendor"
  read -r PRODUCT <"$1/idProduct"
}

is_wrong_mode() { case " $MODE_SWITCH " in *" $VENDOR:$PRODUCT "*) return 0 ;; *) return 1 ;; esac; }

# The stick is pulled and put in by software: what a hand would do. usb_replug ID
usb_replug() {
  local device="/sys/bus/usb/devices/$1"
  [ -w "$device/authorized" ] || return 1
  echo 0 >"$device/authorized"
  sleep 1
  echo 1 >"$device/authorized"
}

# Turns a CD drive into a modem. usb_switch ID
usb_switch() {
  usb_ids "/sys/bus/usb/devices/$1" || return 1
  within 20 usb_modeswitch -v "$VENDOR" -p "$PRODUCT" -J
}
