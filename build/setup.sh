#!/bin/sh
# Brings what a command needs and is not there yet: Node 24 and the packages from npm, programs from Debian, the built
# product in out/. A second run does nothing and takes a moment.
#
#   sh build/setup.sh start|serve|test|check|lab
#   sh build/setup.sh build        out/ alone, from the packages that are there
#
# Exit code 2: something is missing that only you can bring; the last line says what to run. 1: it was tried and failed.
set -eu

mode=${1:-start}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf 'carputer: %s\n' "$*" >&2; }
fail() { say "$1"; exit "${2:-1}"; }

# What the tool that failed said: the lines that match, else the last ones.
show() {
  lines=$(grep -iE "$1" "$log" | head -5)
  printf '%s\n' "${lines:-$(tail -5 "$log")}" >&2
}

log=$(mktemp)
policy=
cleanup() {
  rm -f "$log"
  [ -z "$policy" ] || rm -f "$policy"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# needed: the command cannot work without them. wanted: it works, with less.
# Each is PROGRAM[|PROGRAM...]=PACKAGE[|PACKAGE...]: any of the programs will do, the first package that Debian has is taken.
chromium='chromium|chromium-browser=chromium|chromium-browser'
needed='mpv=mpv ffmpeg=ffmpeg ffprobe=ffmpeg'
lab='sshd=openssh-server ssh-keygen=openssh-client sudo=sudo socat=socat ip=iproute2 sysctl=procps nft=nftables
  dnsmasq=dnsmasq-base udhcpc=udhcpc udhcpd=udhcpd hostapd=hostapd qmicli=libqmi-utils mmcli=modemmanager nmcli=network-manager
  /usr/lib/polkit-1/polkitd=polkitd|policykit-1 /usr/libexec/qmi-proxy=libqmi-proxy pgrep=procps setpriv=util-linux
  sshfs=sshfs fusermount3=fuse3 wg=wireguard-tools wireguard-go=wireguard-go ddclient=ddclient dbus-daemon=dbus-daemon|dbus busctl=systemd curl=curl conntrack=conntrack squid=squid jq=jq openssl=openssl'
sound='pulseaudio=pulseaudio parec=pulseaudio-utils espeak-ng=espeak-ng snapserver=snapserver snapclient=snapclient'
wanted=
case $mode in
  # A window needs Electron's binary, which npm alone does not bring, or Chromium.
  start) [ -x node_modules/electron/dist/electron ] || wanted=$chromium ;;
  serve) ;;
  build) needed= ;;
  # Tests of what is not there are skipped by name.
  test | check)
    wanted="$needed $chromium faketime=faketime cc=gcc cc=libc6-dev xfs_io=xfsprogs mkfs.ext4=e2fsprogs unshare=util-linux" needed=
    # The router lab's daemons come onto a person's machine only when they are asked for: npm run lab -- setup
    # A sound server, neither.
    [ "${CI:-}" != true ] || wanted="$wanted $lab $sound shellcheck=shellcheck taglib-config=libtagc0-dev mpcenc=musepack-tools"
    ;;
  lab) needed=$lab ;;
  *) fail "build/setup.sh: '$mode' is not one of start, serve, test, check, lab, build" 2 ;;
esac

# One at a time: two of them would install over each other.
if command -v flock >/dev/null; then
  exec 9<package.json
  flock -n 9 || {
    say 'another set-up is running; waiting for it'
    flock -w 1800 9 || fail 'the other set-up has not ended after half an hour'
  }
fi

node_is_new() { node -e 'process.exit(parseInt(process.versions.node) >= 24 ? 0 : 1)' 2>/dev/null; }

bring_packages() {
  lock=$(cat package-lock.json .npmrc | cksum)
  stamp=node_modules/.carputer-lock
  [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ] || return 0

  # Installed by hand since the lockfile was last changed: npm's own record is newer.
  if ! [ -e "$stamp" ] && [ -e node_modules/.package-lock.json ] &&
    [ -z "$(find package-lock.json -newer node_modules/.package-lock.json)" ] && node_is_new; then
    printf '%s\n' "$lock" >"$stamp"
    return 0
  fi

  command -v npm >/dev/null || fail 'npm is missing: sudo apt-get install -y nodejs npm' 2
  say 'fetching Node 24 and the packages from npm (once; a few minutes on a Raspberry Pi)'
  # npm replaces node_modules, so it must not run on the Node that is in there.
  path=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v '/node_modules/\.bin$' | tr '\n' ':')
  cache=
  [ -w "${HOME:-/nowhere}" ] || cache=$(mktemp -d)
  code=0
  (
    PATH=${path%:} ELECTRON_SKIP_BINARY_DOWNLOAD=1
    export PATH ELECTRON_SKIP_BINARY_DOWNLOAD
    [ -z "$cache" ] || export npm_config_cache="$cache"
    npm ci --ignore-scripts --no-audit --no-fund --include=dev --include=optional
  ) >"$log" 2>&1 9<&- || code=$?
  [ -z "$cache" ] || rm -rf "$cache"

  if [ "$code" -ne 0 ]; then
    show '^npm (err|error)'
    ! grep -qE 'ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRE|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|network' "$log" ||
      fail 'the packages could not be fetched: npm does not get through to its registry. Is there an internet connection?'
    ! grep -q ENOSPC "$log" || fail 'the packages could not be installed: the disk is full'
    fail 'the packages could not be installed; the lines above say why'
  fi

  node_is_new ||
    fail "Carputer needs Node 24. npm has it for 64-bit Linux on x64 and arm64; this is $(uname -m) with Node $(node -v 2>/dev/null || echo none). Install Node 24 yourself, then run this again." 2
  printf '%s\n' "$lock" >"$stamp"
}

# Prints the packages of those entries of a list whose programs are not there, each once.
missing() {
  for entry in $1; do
    found=
    for program in $(echo "${entry%%=*}" | tr '|' ' '); do
      ! command -v "$program" >/dev/null || found=1
    done
    [ -n "$found" ] || echo "${entry#*=}"
  done | sort -u
}

# Takes the first of 'a|b' that Debian has; `a` when it knows neither (its lists may not have been fetched yet).
available() {
  for choice in $1; do
    picked=
    for package in $(echo "$choice" | tr '|' ' '); do
      [ -n "$picked" ] || ! apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]' || picked=$package
    done
    printf '%s ' "${picked:-${choice%%|*}}"
  done
}

bring_programs() {
  lacking=$(missing "$needed")
  all=$(missing "$needed $wanted")
  [ -n "$all" ] || return 0

  if ! command -v apt-get >/dev/null; then
    all=$(echo "$all" | sed 's/|.*//' | tr '\n' ' ')
    [ -n "$lacking" ] && fail "install these with your system's package manager, then run this again: ${all% }" 2
    say "going on without: ${all% }"
    return 0
  fi

  if [ "$(id -u)" -eq 0 ]; then
    as_root=
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    all=$(available "$all")
    line="sudo apt-get install -y ${all% }"
    [ -n "$lacking" ] && fail "some programs are missing. Run this line, then try again:
$line" 2
    say "going on without some programs. To have them: $line"
    return 0
  fi

  keep_services_down
  say "installing from Debian: $(echo "$all" | sed 's/|.*//' | tr '\n' ' ')"
  code=0
  {
    $as_root apt-get update -q || true
    all=$(available "$all")
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 $all
  } >"$log" 2>&1 </dev/null 9<&- || code=$?
  [ "$code" -ne 0 ] || return 0

  show '^(E|W|Err):'
  reason='the programs could not be installed; the lines above say why'
  ! grep -qE 'Temporary failure|Could not resolve|Could not connect|Connection (failed|timed out|refused)|unreachable' "$log" ||
    reason="the programs could not be fetched: apt-get does not get through to Debian's servers. Is there an internet connection?"
  [ -z "$lacking" ] && [ "${CI:-}" != true ] || fail "$reason"
  say "$reason"
  say "going on without: $(available "$all")"
}

# Nothing that is installed here is wanted as a service of this machine: the lab starts its daemons itself.
keep_services_down() {
  [ -z "$as_root" ] && [ ! -e /usr/sbin/policy-rc.d ] || return 0
  policy=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

bring_build() {
  [ -d src ] || return 0
  stamp=out/.sources
  sources=$(
    find src renderer resources package.json package-lock.json electron.vite.config.ts tsconfig.base.json \
      -type f -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort | cksum
  )
  [ "$(cat "$stamp" 2>/dev/null)" != "$sources" ] || return 0

  say 'building'
  electron-vite build --logLevel warn --ignoreConfigWarning >"$log" 2>&1 9<&- || {
    tail -40 "$log" >&2
    fail 'the build failed; the lines above say why'
  }
  printf '%s\n' "$sources" >"$stamp"
}

PATH="$root/node_modules/.bin:$PATH:/usr/sbin:/sbin"
export PATH
[ "$mode" = build ] || bring_packages
bring_programs
# A check reports on the build itself, with all the rest.
[ "$mode" = check ] || bring_build
