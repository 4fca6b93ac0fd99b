#!/bin/bash
# The router Pi: enters its network namespace, then mount, process and host name namespaces of its own, and stays as their
# process 1. Inside, /etc /var /usr/local are overlays that vanish with it, /run /tmp /dev /sys are its own.
#   machine.sh LAB NETNS
# Ready when LAB/router.up is there.
# shellcheck disable=SC2016
set -eu
LAB=$1 NETNS=$2 HERE=$(cd "$(dirname "$0")" && pwd)
export LAB HERE
exec nsenter --net="/run/netns/$NETNS" unshare -m -p -u --fork --propagation private --kill-child bash -euc '
hostname car-router
S=$LAB/system; mkdir -p $S; mount -t tmpfs tmpfs $S
mount -t proc proc /proc
for d in etc var usr/local; do
  mkdir -p $S/up/$d $S/work/$d
  mount -t overlay overlay -o lowerdir=/$d,upperdir=$S/up/$d,workdir=$S/work/$d /$d
done
rm -f /etc/resolv.conf; ln -s /run/carputer-router/resolv.conf /etc/resolv.conf
mkdir -p $S/sysfs; mount -t sysfs sysfs $S/sysfs
mkdir $S/dev0; mount --rbind /dev $S/dev0
mount -t tmpfs -o mode=755 tmpfs /dev
for n in null zero full random urandom tty ptmx net/tun; do
  [ ! -e $S/dev0/$n ] || { mkdir -p $(dirname /dev/$n); touch /dev/$n; mount --bind $S/dev0/$n /dev/$n; }
done
mkdir /dev/pts /dev/shm; mount --bind $S/dev0/pts /dev/pts; mount -t tmpfs tmpfs /dev/shm; ln -s /proc/self/fd /dev/fd; ln -s fd/0 /dev/stdin
mount -t tmpfs tmpfs /run; mkdir -p /run/sshd /run/dbus /run/lock /run/lab
ip link set lo up
# The bus must not start a ModemManager of its own between two of ours.
mount -t tmpfs tmpfs /usr/share/dbus-1/system-services

# A small /sys: the real one by links, with room for what is plugged in.
mount -t tmpfs tmpfs /sys
for d in $S/sysfs/*; do b=${d##*/}; case $b in class|bus|devices) ;; *) ln -s $d /sys/$b ;; esac; done
mkdir -p /sys/class/net /sys/class/usbmisc /sys/class/tty /sys/bus/usb/devices /sys/bus/usb/drivers /sys/devices
for k in class bus devices; do for d in $S/sysfs/$k/*; do [ -e /sys/$k/${d##*/} ] || ln -s $d /sys/$k/${d##*/}; done; done
for d in $S/sysfs/class/net/*; do ln -s $d /sys/class/net/${d##*/}; done
U=/sys/devices/platform-usb/usb1; mkdir -p $U; ln -s /sys/bus/usb $U/subsystem
for f in busnum=1 devnum=1 idVendor=1d6b idProduct=0002; do echo ${f#*=} >$U/${f%=*}; done; : >$U/uevent
ln -s $S/sysfs /run/lab/sysfs

# What a Raspberry Pi OS brings and this machine has not: a service manager, the mode switcher. Earlier in the path than anything.
for tool in systemctl usb_modeswitch lab-usb; do install -m 755 $HERE/$tool.sh /usr/local/sbin/$tool; done
cp $HERE/units/*.service /etc/systemd/system/
cp $HERE/NetworkManager.conf /etc/NetworkManager/NetworkManager.conf
rm -f /etc/NetworkManager/conf.d/* /etc/systemd/system/multi-user.target.wants/{hostapd,dnsmasq,udhcpd,dhcpcd,ModemManager,NetworkManager,squid}.service
ssh-keygen -q -A
echo $LAB >/run/lab/place
lab-usb kernel &
touch $LAB/router.up
trap "kill -TERM -1; exit 0" TERM
while :; do sleep 3600 & wait $! || :; done'
