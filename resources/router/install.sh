#!/bin/sh
# Makes a router of a Raspberry Pi (Raspberry Pi OS Bookworm or Trixie, Debian 12 or 13), or takes it back.
#
#   sudo sh install.sh              install, or bring up to date; a second run changes nothing
#   sh install.sh --dry-run         says what it would do
#   sudo sh install.sh --uninstall  puts back what was there
#
# --no-packages: what it needs from Debian is there already.
#
# Exit code 0: done, or nothing to do. 1: something failed. 2: wrongly called.
set -u

SOURCE=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
LIB=/usr/local/lib/carputer-router
ETC=/etc/carputer-router
VAR=/var/lib/carputer-router
KEPT=$VAR/installed
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 022

mode=install is_dry='' has_packages=''
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

changes=0
did() {
  changes=$((changes + 1))
  printf '%s%s\n' "${is_dry:+would }" "$*"
}
fail() {
  printf 'carputer-router: %s\n' "$*" >&2
  exit 1
}
[ -n "$is_dry" ] || [ "$(id -u)" -eq 0 ] || fail 'this needs root: sudo sh install.sh (or --dry-run)'

# Is there a running systemd to be told? In an image that is being built there is none: what is enabled starts with the machine.
has_systemd() { systemctl list-units >/dev/null 2>&1; }

# place DEST MODE [OWNER]: standard input becomes that file. What somebody else had put there is kept for --uninstall.
place() {
  content=$(cat; printf x)
  content=${content%x}
  # A final line feed is lost by no shell: the x has kept it.
  if [ -f "$1" ] && printf '%s' "$content" | cmp -s - "$1" && [ "$(stat -c %a "$1")" = "$2" ]; then return 0; fi
  did "write $1"
  [ -z "$is_dry" ] || return 0
  mkdir -p "$(dirname "$1")"
  if [ -e "$1" ] && ! grep -qxF "$1" "$KEPT/files" 2>/dev/null; then
    mkdir -p "$KEPT/before$(dirname "$1")"
    cp -a "$1" "$KEPT/before$1"
  fi
  if ! printf '%s' "$content" >"$1.part" || ! chmod "$2" "$1.part" || ! mv -f "$1.part" "$1"; then fail "$1 could not be written"; fi
  [ -z "${3-}" ] || chown "$3" "$1"
  grep -qxF "$1" "$KEPT/files" 2>/dev/null || printf '%s\n' "$1" >>"$KEPT/files"
}

setting() { (
  # shellcheck source=router.conf
  . "$SOURCE/router.conf"
  # shellcheck source=/dev/null
  [ ! -r "$ETC/router.conf" ] || . "$ETC/router.conf"
  eval "printf '%s' \"\$$1\""
); }

packages() {
  echo 'jq openssh-server sudo nftables conntrack hostapd curl iproute2 procps util-linux openssl usb-modeswitch busybox'
  case $(setting DRIVER) in
    qmi-network) echo 'libqmi-utils udhcpc' ;;
    *) echo 'modemmanager network-manager libqmi-utils libqmi-proxy' ;;
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
  # shellcheck disable=SC2086
  { apt-get update -q || true; DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $lacking; } >/tmp/carputer-router-apt.log 2>&1 ||
    fail "the packages could not be installed, see /tmp/carputer-router-apt.log"
  printf '%s\n' "$lacking" | tr ' ' '\n' | sed '/^$/d' >>"$KEPT/packages"
}

bring_users() {
  for user in carputer carputer-enrol carputer-share; do
    ! id "$user" >/dev/null 2>&1 || continue
    did "add user $user"
    [ -z "$is_dry" ] || continue
    useradd --system --no-create-home --home-dir / --shell /bin/sh "$user" || fail "user $user could not be added"
    # No password, yet not a locked account: sshd refuses those.
    usermod -p '*' "$user"
    printf '%s\n' "$user" >>"$KEPT/users"
  done
}

draw() { tr -dc "$1" </dev/urandom | head -c "$2"; }

# The one file of settings: made once, then the owner's. New names that a newer version knows are added at its end.
bring_settings() {
  if [ ! -e "$ETC/router.conf" ]; then
    id=$(draw 'A-HJ-NP-Z2-9' 4)
    sed -e "s/^HOTSPOT_SSID=''/HOTSPOT_SSID='Carputer-$id'/" -e "s/^HOTSPOT_KEY=''/HOTSPOT_KEY='$(draw 'a-hj-kmnp-z2-9' 12)'/" "$SOURCE/router.conf" | place "$ETC/router.conf" 640 root:carputer
  else
    names=$(sed -n 's/^\([A-Z_]*\)=.*/\1/p' "$SOURCE/router.conf")
    for name in $names; do
      grep -q "^$name=" "$ETC/router.conf" && continue
      did "add $name to $ETC/router.conf"
      [ -n "$is_dry" ] || grep "^$name=" "$SOURCE/router.conf" >>"$ETC/router.conf"
    done
  fi
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
  {
    echo '# The panel may do these, and nothing else.'
    echo 'Defaults:carputer,carputer-enrol !requiretty, !pam_session, env_keep += "CARPUTER_KEY"'
    for verb in $verbs; do echo "carputer ALL=(root) NOPASSWD: $LIB/verb $verb"; done
    echo "carputer-enrol ALL=(root) NOPASSWD: $LIB/verb enrol"
  } | place /etc/sudoers.d/carputer-router 440
  {
    cat <<END
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
Match User carputer-share
END
    if [ -n "$(setting SHARE_FOLDER)" ]; then
      printf '  AuthorizedKeysFile %s\n  ChrootDirectory %s\n  ForceCommand internal-sftp -R\n' "$ETC/keys/carputer-share" "$(setting SHARE_FOLDER)"
    else
      printf '  AuthorizedKeysFile none\n'
    fi
    echo 'Match all'
  } | place /etc/ssh/sshd_config.d/carputer-router.conf 644
  printf '' | place "$ETC/readers" 644
  [ -n "$is_dry" ] || mkdir -p "$ETC/keys"
}

bring_system() {
  echo 'net.ipv4.ip_forward=1' | place /etc/sysctl.d/60-carputer-router.conf 644
  if [ "$(setting DRIVER)" != qmi-network ]; then
    printf '[keyfile]\nunmanaged-devices+=interface-name:%s\n' "$(setting HOTSPOT_INTERFACE)" | place /etc/NetworkManager/conf.d/carputer-router.conf 644
  fi
  for unit in "$SOURCE"/units/*.service; do place "/etc/systemd/system/${unit##*/}" 644 <"$unit"; done
}

is_enabled() { [ "$(systemctl is-enabled "$1" 2>/dev/null)" = enabled ]; }

# What would hold the same port or radio is turned off, and noted for --uninstall.
quieten() {
  is_enabled "$1" || return 0
  did "disable $1"
  [ -z "$is_dry" ] || return 0
  systemctl disable "$1" >/dev/null 2>&1
  ! has_systemd || systemctl stop "$1"
  printf '%s\n' "$1" >>"$KEPT/disabled"
}

turn_on() {
  is_enabled "$1" && return 0
  did "enable $1"
  [ -n "$is_dry" ] || systemctl enable "$1" >/dev/null 2>&1 || fail "$1 could not be enabled"
}

bring_services() {
  for unit in hostapd.service dnsmasq.service udhcpd.service; do quieten "$unit"; done
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

install_all() {
  [ -n "$is_dry" ] || mkdir -p "$KEPT" "$VAR/modems" "$VAR/messages"
  [ -n "$has_packages" ] || bring_packages
  bring_users
  bring_settings
  bring_programs
  bring_access
  bring_system
  [ -n "$is_dry" ] || { chgrp carputer "$VAR" && chmod 750 "$VAR"; }
  bring_services
  [ "$changes" -gt 0 ] || { echo 'nothing to change'; return; }
  [ -z "$is_dry" ] || { bring_code; return; }
  "$LIB/prepare" render
  if has_systemd; then
    systemctl daemon-reload
    systemctl reload ssh.service 2>/dev/null || systemctl reload sshd.service 2>/dev/null || echo 'the SSH server has to be started' >&2
    [ "$(setting DRIVER)" = qmi-network ] || systemctl reload NetworkManager.service 2>/dev/null || :
    for unit in firewall hotspot dhcp router; do systemctl restart "carputer-$unit.service" || echo "carputer-$unit.service does not start" >&2; done
    [ "$(setting CACHE)" != yes ] || systemctl restart carputer-cache.service
  fi
  bring_code
  echo "The WiFi is called $(setting HOTSPOT_SSID), its key is $(setting HOTSPOT_KEY)"
}

uninstall_all() {
  [ -e "$KEPT/files" ] || { echo 'nothing to remove'; return; }
  for unit in router cache dhcp hotspot firewall; do
    [ -e "/etc/systemd/system/carputer-$unit.service" ] || continue
    did "stop carputer-$unit.service"
    [ -z "$is_dry" ] || continue
    ! has_systemd || systemctl stop "carputer-$unit.service"
    systemctl disable "carputer-$unit.service" >/dev/null 2>&1
  done
  while read -r file; do
    did "remove $file"
    [ -n "$is_dry" ] || rm -f "$file"
    if [ -e "$KEPT/before$file" ]; then
      did "put back $file"
      [ -n "$is_dry" ] || cp -a "$KEPT/before$file" "$file"
    fi
  done <"$KEPT/files"
  for file in /etc/NetworkManager/system-connections/carputer-*.nmconnection; do
    [ -e "$file" ] || continue
    did "remove $file"
    [ -n "$is_dry" ] || rm -f "$file"
  done
  if [ -e "$KEPT/users" ]; then
    while read -r user; do
      did "remove user $user"
      [ -n "$is_dry" ] || userdel "$user" 2>/dev/null
    done <"$KEPT/users"
  fi
  ! has_systemd || [ -n "$is_dry" ] || systemctl daemon-reload
  if [ -e "$KEPT/disabled" ]; then
    while read -r unit; do
      did "enable $unit"
      [ -n "$is_dry" ] || { systemctl enable "$unit" >/dev/null 2>&1; ! has_systemd || systemctl start "$unit"; }
    done <"$KEPT/disabled"
  fi
  [ ! -e "$KEPT/packages" ] || echo "left installed: $(tr '\n' ' ' <"$KEPT/packages")"
  [ -n "$is_dry" ] || { rm -rf "$LIB" "$ETC" "$VAR" /run/carputer-router; ! has_systemd || systemctl reload ssh.service 2>/dev/null; }
}

if [ "$mode" = uninstall ]; then uninstall_all; else install_all; fi
