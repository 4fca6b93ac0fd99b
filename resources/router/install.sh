#!/bin/sh
# Makes a router of a Raspberry Pi (Raspberry Pi OS Bookworm or Trixie, Debian 12 or 13), or takes it back.
#
#   sudo sh install.sh              install, or bring up to date; a second run changes nothing
#   sh install.sh --dry-run         says what it would do, and changes nothing
#   sudo sh install.sh --uninstall  puts back what was there
#
# --no-packages: what it needs from Debian is there already.
#
# Whoever cuts the power in the middle runs it again: what is to be put back is noted before anything is changed.
#
# Exit code 0: done, or nothing to do. 1: something failed. 2: wrongly called.
set -u

SOURCE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
LIB=/usr/local/lib/carputer-router ETC=/etc/carputer-router
VAR=/var/lib/carputer-router
KEPT=$VAR/installed
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 022
# shellcheck source=lib/settings.sh
. "$SOURCE/lib/settings.sh"

mode=install is_dry='' has_packages='' changes=0
for argument in "$@"; do
  case $argument in
    --dry-run) is_dry=1 ;;
    --uninstall) mode=uninstall ;;
    --no-packages) has_packages=1 ;;
    *)
      sed -n '4,6s/^# *//p' "$0" >&2
      exit 2
      ;;
  esac
done

did() {
  changes=$((changes + 1))
  [ -n "$is_dry" ] || rm -f "$KEPT/complete"
  printf '%s%s\n' "${is_dry:+would }" "$*"
}
fail() {
  printf 'carputer-router: %s\n' "$*" >&2
  exit 1
}
[ -n "$is_dry" ] || [ "$(id -u)" -eq 0 ] || fail 'this needs root: sudo sh install.sh (or --dry-run)'

# Is there a running systemd to be told? In an image that is being built there is none: what is enabled starts with the machine.
has_systemd() { systemctl list-units >/dev/null 2>&1; }

# note LIST NAME: a line for --uninstall, on the card before that is done which it speaks of.
note() {
  ! grep -qxF "$2" "$KEPT/$1" 2>/dev/null || return 0
  printf '%s\n' "$2" >>"$KEPT/$1"
  sync "$KEPT/$1"
}

# What somebody else had put there is kept for --uninstall, whole or not at all.
keep() {
  if [ -e "$1" ] && ! grep -qxF "$1" "$KEPT/files" 2>/dev/null; then
    mkdir -p "$KEPT/before$(dirname "$1")"
    if ! cp -a "$1" "$KEPT/part" || ! sync "$KEPT/part" || ! mv -f "$KEPT/part" "$KEPT/before$1"; then fail "$1 could not be kept"; fi
  fi
  note files "$1"
}

# place DEST MODE [OWNER]: standard input becomes that file; a reader sees the old one or the new one. Not at the end of a pipe:
# that would be a shell of its own, and the change not counted.
place() {
  content=$(cat; printf x)
  content=${content%x}
  # A final line feed is lost by no shell: the x has kept it.
  if [ -f "$1" ] && printf '%s' "$content" | cmp -s - "$1" && [ "$(stat -c "%a${3:+ %U:%G}" "$1")" = "$2${3:+ $3}" ]; then return 0; fi
  did "write $1"
  [ -z "$is_dry" ] || return 0
  mkdir -p "$(dirname "$1")"
  keep "$1"
  if ! (umask 077; printf '%s' "$content" >"$1.part") || ! chmod "$2" "$1.part"; then fail "$1 could not be written"; fi
  [ -z "${3-}" ] || chown "$3" "$1.part"
  sync "$1.part"
  mv -f "$1.part" "$1" || fail "$1 could not be written"
}

setting() { (
  # shellcheck source=router.conf
  . "$SOURCE/router.conf"
  # shellcheck source=/dev/null
  [ ! -r "$ETC/router.conf" ] || . "$ETC/router.conf"
  eval "printf '%s' \"\$$1\""
); }

packages() {
  echo 'jq openssh-server sudo nftables conntrack hostapd curl iproute2 procps util-linux openssl usb-modeswitch uhubctl busybox'
  case $(setting DRIVER) in
    qmi-network) echo 'libqmi-utils udhcpc' ;;
    # ppp: for sticks that have serial ports only.
    *) echo 'modemmanager network-manager libqmi-utils libqmi-proxy ppp' ;;
  esac
  case $(setting DHCP_SERVER) in
    udhcpd) echo udhcpd ;;
    dnsmasq) echo dnsmasq-base ;;
    *) command -v udhcpd >/dev/null || echo dnsmasq-base ;;
  esac
  [ "$(setting CACHE)" != yes ] || echo squid
  [ -z "$(setting VPN_PROFILE)" ] || echo wireguard-tools
  [ -z "$(setting DDNS_HOST)" ] || echo ddclient
}

bring_packages() {
  lacking=
  for package in $(packages); do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || lacking="$lacking $package"
  done
  [ -n "$lacking" ] || return 0
  did "install$lacking"
  [ -z "$is_dry" ] || return 0
  for package in $lacking; do note packages "$package"; done
  # Where the power was cut while Debian's tools were at it, they want to finish that first.
  { DEBIAN_FRONTEND=noninteractive dpkg --configure -a; apt-get update -q; } >"$KEPT/apt.log" 2>&1
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $lacking >>"$KEPT/apt.log" 2>&1 </dev/null ||
    fail "the packages could not be installed, see $KEPT/apt.log"
}

bring_users() {
  for user in carputer carputer-enrol carputer-share carputer-ddns; do
    ! id "$user" >/dev/null 2>&1 || continue
    did "add user $user"
    [ -z "$is_dry" ] || continue
    note users "$user"
    # No password, yet not a locked account: sshd refuses those.
    useradd --system --no-create-home --home-dir / --shell /bin/sh --password '*' "$user" || fail "user $user could not be added"
  done
}

draw() { tr -dc "$1" </dev/urandom | head -c "$2"; }

# The one file of settings: made once, then the owner's. New names that a newer version knows are added at its end; an empty name or key of the
# hotspot is drawn, also where the owner has made the file beforehand.
bring_settings() {
  file=$ETC/router.conf added='' drawn=''
  [ -e "$file" ] || file=$SOURCE/router.conf
  names=$(sed -n 's/^\([A-Z_]*\)=.*/\1/p' "$SOURCE/router.conf")
  for name in $names; do
    grep -q "^$name=" "$file" && continue
    did "add $name to $ETC/router.conf"
    added="$added
$(grep "^$name=" "$SOURCE/router.conf")"
  done
  [ -n "$(setting HOTSPOT_SSID)" ] || drawn="s/^HOTSPOT_SSID=.*/HOTSPOT_SSID='Carputer-$(draw 'A-HJ-NP-Z2-9' 4)'/;"
  [ -n "$(setting HOTSPOT_KEY)" ] || drawn="${drawn}s/^HOTSPOT_KEY=.*/HOTSPOT_KEY='$(draw 'a-hj-kmnp-z2-9' 12)'/"
  # One that the owner has made beforehand: the panel's user has to be able to read it, and nobody else.
  [ -n "$added$drawn" ] || [ "$(stat -c %a:%G "$file")" != 640:carputer ] || return 0
  place "$ETC/router.conf" 640 root:carputer <<END
$(printf '%s%s\n' "$(cat "$file")" "$added" | sed "$drawn")
END
}

bring_programs() {
  for file in routerd step verb prepare enrol-key lib/udhcpc-event; do place "$LIB/$file" 755 <"$SOURCE/$file"; done
  for file in "$SOURCE"/lib/*.sh "$SOURCE"/lib/jq/*.jq; do place "$LIB/${file#"$SOURCE/"}" 644 <"$file"; done
  place /usr/local/bin/routerctl 755 <"$SOURCE/routerctl"
  place /usr/local/sbin/routerctl-admin 755 <"$SOURCE/routerctl-admin"
}

verbs='connect disconnect reset-modem set-apn set-bands hotspot set-hotspot confirm clients block unblock name-client usage set-cap sms-list sms-send
  sms-read sms-delete sms-commands ussd sim-pin prefer-modem vpn cache position reboot poweroff'

bring_access() {
  place /etc/sudoers.d/carputer-router 440 <<END
# The panel may do these, and nothing else.
Defaults:carputer,carputer-enrol !requiretty, !pam_session, env_keep += "CARPUTER_KEY"
$(for verb in $verbs; do echo "carputer ALL=(root) NOPASSWD: $LIB/verb $verb"; done)
carputer-enrol ALL=(root) NOPASSWD: $LIB/verb enrol
END
  place /etc/ssh/sshd_config.d/carputer-router.conf 644 <<END
# The media Pi: its key only, one command, nothing else.
Match User carputer,carputer-enrol,carputer-share
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  AllowTcpForwarding no
  AllowAgentForwarding no
  X11Forwarding no
  PermitTunnel no
  PermitTTY no
  MaxSessions 20
  ClientAliveInterval 15
  ClientAliveCountMax 3
Match User carputer
  AuthorizedKeysFile $ETC/keys/carputer
  ForceCommand /usr/local/bin/routerctl
Match User carputer-enrol
  AuthorizedKeysFile none
  AuthorizedKeysCommand $LIB/enrol-key %t %k
  AuthorizedKeysCommandUser root
# Both are there only while a folder is shared.
Match User carputer-share
  AuthorizedKeysFile $ETC/share-keys
  ChrootDirectory $ETC/share
  ForceCommand internal-sftp -R
Match all
END
  place "$ETC/readers" 644 </dev/null
  [ -n "$is_dry" ] || mkdir -p "$ETC/keys"
}

bring_system() {
  place /etc/sysctl.d/60-carputer-router.conf 644 <<END
net.ipv4.ip_forward=1
END
  if [ "$(setting DRIVER)" != qmi-network ]; then
    # A stick or a phone that is plain Ethernet gets a profile of ours, and no automatic one before that.
    place /etc/NetworkManager/conf.d/carputer-router.conf 644 <<END
[main]
no-auto-default+=driver:rndis_host,driver:cdc_ether,driver:cdc_ncm,driver:ipheth
[keyfile]
unmanaged-devices+=interface-name:$(setting HOTSPOT_INTERFACE)
END
  fi
  bring_dhcpcd
  # Somebody who has udhcpd at work keeps it.
  if [ ! -e "$VAR/dhcp-server" ] && is_udhcpd_at_work; then
    place "$VAR/dhcp-server" 644 <<END
udhcpd
END
  fi
  for unit in "$SOURCE"/units/*.service; do place "/etc/systemd/system/${unit##*/}" 644 <"$unit"; done
}

is_enabled() { [ "$(systemctl is-enabled "$1" 2>/dev/null)" = enabled ]; }

is_udhcpd_at_work() { is_enabled udhcpd.service && ! grep -qs '^[[:space:]]*DHCPD_ENABLED="*no' /etc/default/udhcpd; }

# dhcpcd would ask for an address in the phones' WiFi, and begin a client there. Its file is the owner's: only these lines are ours.
OURS='/^# carputer-router: begin$/,/^# carputer-router: end$/d'
bring_dhcpcd() {
  [ -f /etc/dhcpcd.conf ] && is_enabled dhcpcd.service || return 0
  lines="# carputer-router: begin
denyinterfaces $(setting HOTSPOT_INTERFACE)
# carputer-router: end"
  [ "$(head -n 3 /etc/dhcpcd.conf)" != "$lines" ] || return 0
  did 'keep dhcpcd away from the hotspot, in /etc/dhcpcd.conf'
  [ -n "$is_dry" ] || { printf '%s\n' "$lines"; sed "$OURS" /etc/dhcpcd.conf; } | rewrite /etc/dhcpcd.conf || exit 1
}

# Standard input becomes the content of a file that stays who it is: owner, group, mode.
rewrite() {
  if ! cp -a "$1" "$1.part" || ! cat >"$1.part" || ! sync "$1.part" || ! mv -f "$1.part" "$1"; then fail "$1 could not be written"; fi
}

# What would hold the same port or radio is turned off, and noted for --uninstall. What we have brought ourselves is not wanted back.
quieten() {
  is_enabled "$1" || return 0
  did "disable $1"
  [ -z "$is_dry" ] || return 0
  grep -qxF "${1%.service}" "$KEPT/packages" 2>/dev/null || note disabled "$1"
  systemctl disable "$1" >/dev/null 2>&1
  ! has_systemd || systemctl stop "$1"
}

turn_on() {
  is_enabled "$1" && return 0
  did "enable $1"
  [ -n "$is_dry" ] || systemctl enable "$1" >/dev/null 2>&1 || fail "$1 could not be enabled"
}

bring_services() {
  for unit in hostapd.service dnsmasq.service udhcpd.service "wpa_supplicant@$(setting HOTSPOT_INTERFACE).service"; do quieten "$unit"; done
  [ "$(setting CACHE)" != yes ] || quieten squid.service
  [ "$(setting DRIVER)" != qmi-network ] || quieten ModemManager.service
  for unit in firewall hotspot dhcp router; do turn_on "carputer-$unit.service"; done
  if [ "$(setting CACHE)" = yes ]; then turn_on carputer-cache.service; fi
}

# The code is drawn once. A router that has its media Pi keeps it.
bring_code() {
  [ ! -e "$VAR/enrol-code" ] && [ ! -e "$ETC/keys/carputer" ] || return 0
  did 'draw a code for the media Pi'
  [ -n "$is_dry" ] || routerctl-admin code
}

# On what it was tried, and what else looks after the hotspot's radio: said, not touched.
say_system() {
  name=$(. /etc/os-release 2>/dev/null; echo "${PRETTY_NAME:-an unknown system}")
  case $(. /etc/os-release 2>/dev/null; echo "${VERSION_CODENAME-}") in
    bookworm) ;;
    trixie) echo "This is $name, on which it was installed, not run: look at what --dry-run says first." >&2 ;;
    *) echo "This is $name, on which nothing was tried." >&2 ;;
  esac
  interface=$(setting HOTSPOT_INTERFACE)
  named=$(grep -lsE "^\s*iface\s+$interface\s" /etc/network/interfaces /etc/network/interfaces.d/*)
  [ -z "$named" ] || echo "$named also sets up $interface: take it out there, or the WiFi will not come up." >&2
}

install_all() {
  say_system
  settings_check new "$SOURCE/router.conf" "$ETC/router.conf" >&2 || fail "nothing was changed: that has to be put right in $ETC/router.conf"
  [ -n "$is_dry" ] || mkdir -p "$KEPT" "$VAR/modems" "$VAR/messages"
  [ -n "$has_packages" ] || bring_packages
  bring_users
  bring_settings
  bring_programs
  bring_access
  bring_system
  [ -n "$is_dry" ] || { chgrp carputer "$VAR" && chmod 2750 "$VAR"; }
  bring_services
  if [ -n "$is_dry" ]; then
    [ "$changes" -eq 0 ] || bring_code
    [ "$changes" -gt 0 ] || echo 'nothing to change'
    return
  fi
  # Without that file the last run was cut off, perhaps behind the last change.
  if [ -e "$KEPT/complete" ]; then echo 'nothing to change'; return; fi
  "$LIB/prepare" render
  if has_systemd; then
    systemctl daemon-reload
    systemctl reload ssh.service 2>/dev/null || systemctl reload sshd.service 2>/dev/null || echo 'the SSH server has to be started' >&2
    [ "$(setting DRIVER)" = qmi-network ] || systemctl reload NetworkManager.service 2>/dev/null || :
    for unit in firewall hotspot dhcp router; do systemctl restart "carputer-$unit.service" || echo "carputer-$unit.service does not start" >&2; done
    [ "$(setting CACHE)" != yes ] || systemctl restart carputer-cache.service
  fi
  bring_code
  : >"$KEPT/complete"
  echo "The WiFi is called $(setting HOTSPOT_SSID), its key is $(setting HOTSPOT_KEY)"
}

# remove FILE: and what was there before comes back, whole.
remove() {
  did "remove $1"
  [ -n "$is_dry" ] || rm -f "$1" "$1.part"
  [ -e "$KEPT/before$1" ] || return 0
  did "put back $1"
  [ -z "$is_dry" ] || return 0
  mkdir -p "$(dirname "$1")"
  if ! cp -a "$KEPT/before$1" "$1.part" || ! sync "$1.part" || ! mv -f "$1.part" "$1"; then fail "$1 could not be put back"; fi
}

# What was noted is done for each line: for_each LIST COMMAND...
for_each() {
  list=$KEPT/$1
  shift
  [ -e "$list" ] || return 0
  while read -r line <&3; do "$@" "$line"; done 3<"$list"
}

remove_user() {
  id "$1" >/dev/null 2>&1 || return 0
  did "remove user $1"
  [ -n "$is_dry" ] || userdel "$1" 2>/dev/null
}

enable_again() {
  did "enable $1"
  [ -z "$is_dry" ] || return 0
  systemctl enable "$1" >/dev/null 2>&1
  ! has_systemd || systemctl start "$1"
}

uninstall_all() {
  [ -e "$KEPT" ] || { echo 'nothing to remove'; return; }
  for unit in router cache dhcp hotspot firewall; do
    [ -e "/etc/systemd/system/carputer-$unit.service" ] || continue
    did "stop carputer-$unit.service"
    [ -z "$is_dry" ] || continue
    ! has_systemd || systemctl stop "carputer-$unit.service"
    systemctl disable "carputer-$unit.service" >/dev/null 2>&1
  done
  if [ -z "$is_dry" ]; then
    # The unit leaves its rules in place, so that one that cannot be begun anew does not open the car.
    ! has_systemd || nft delete table inet carputer 2>/dev/null
    ! has_systemd || ip addr del "$(setting ADDRESS)/$(setting PREFIX)" dev "$(setting HOTSPOT_INTERFACE)" 2>/dev/null
    [ -z "$(setting VPN_PROFILE)" ] || wg-quick down "$(setting VPN_PROFILE)" >/dev/null 2>&1
    rm -rf /var/lib/carputer-ddns
  fi
  # Our own folders first: settings that were there before the installation come back into them.
  [ -n "$is_dry" ] || rm -rf "$LIB" "$ETC"
  for_each files remove
  for file in /etc/NetworkManager/system-connections/carputer-*.nmconnection /boot/firmware/carputer-code.txt /boot/carputer-code.txt \
    /etc/dhcpcd.conf.part; do
    [ ! -e "$file" ] || remove "$file"
  done
  if grep -qs '^# carputer-router: begin$' /etc/dhcpcd.conf; then
    did 'let dhcpcd have the hotspot back, in /etc/dhcpcd.conf'
    [ -n "$is_dry" ] || sed "$OURS" /etc/dhcpcd.conf | rewrite /etc/dhcpcd.conf || exit 1
  fi
  for_each users remove_user
  # NetworkManager takes the hotspot's radio back, which it had been told to leave alone, and ends what our profiles had begun.
  ! has_systemd || [ -n "$is_dry" ] || { systemctl daemon-reload; systemctl reload NetworkManager.service; nmcli connection reload; } >/dev/null 2>&1
  for_each disabled enable_again
  [ ! -e "$KEPT/packages" ] || echo "left installed: $(tr '\n' ' ' <"$KEPT/packages")"
  [ -z "$is_dry" ] || return 0
  # The lists go before what they speak of: a file that is back must not be removed by another run.
  rm -f "$KEPT/files"
  rm -rf /var/cache/carputer-squid /run/carputer-router "$KEPT/before"
  rm -rf "$VAR"
  ! has_systemd || systemctl reload ssh.service 2>/dev/null
}

if [ "$mode" = uninstall ]; then uninstall_all; else install_all; fi
