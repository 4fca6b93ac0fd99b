# The lines of usb_modems -> [{id, vendor, product, driver, wdm, net, tty, isWrongMode, kind}]. `kind` is how the modem is talked to; a stick that is a
# router of its own (hilink), or a phone (tethering), is plain Ethernet.
def is_plain: .kind | IN("hilink", "tethering");
# Serial ports only: its interface comes and goes with each call, made by pppd.
def is_serial: .driver == "option";
def usb_modems($wrong):
  [split("\n")[] | select(. != "") | split(" ") | map(if . == "-" then null else . end)
    | {id: .[0], vendor: .[1], product: .[2], driver: .[3], wdm: .[4], net: .[5], tty: .[6]}
    | .isWrongMode = (.driver == null and ("\(.vendor):\(.product)" | IN($wrong | split(" ")[])))
    | .kind = (if .driver == "qmi_wwan" then "qmi" elif .driver == "cdc_mbim" then "mbim"
        elif .driver | IN("hilink", "tethering") then .driver
        elif .isWrongMode then "qmi" else "at" end)];

# `ip -j -s addr`, `ip -j route` -> {interface: {isUp, address, hasRoute, gateway, rxBytes, txBytes}}.
def links($addresses; $routes):
  $addresses | map({key: .ifname, value: {
      isUp: (.flags | any(. == "UP")), address: ([.addr_info[]? | select(.scope == "global" and .family == "inet") | .local] | .[0]),
      hasRoute: (.ifname as $name | any($routes[]; .dst == "default" and .dev == $name)),
      rxBytes: .stats64.rx.bytes, txBytes: .stats64.tx.bytes
    }}) | from_entries;
