#!/bin/bash
# A root over this machine's, in namespaces of its own: what is written in it vanishes with it. Stays as its process 1.
#   own-root.sh FOLDER [BASE]: BASE is what lies below it, / unless told. Inside, what was changed is in /run/own-root;
# that folder is nowhere else, so whoever sees it as this process's is inside.
set -eu
root=$1/system/root
mkdir -p "$1/system"
mount -t tmpfs tmpfs "$1/system"
mkdir "$1/system/up" "$1/system/work" "$root"
mount -t overlay overlay -o "lowerdir=${2:-/},upperdir=$1/system/up,workdir=$1/system/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/own-root"
mount --bind "$1/system/up" "$root/run/own-root"
ip link set lo up
exec chroot "$root" /bin/sh -c 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done'
