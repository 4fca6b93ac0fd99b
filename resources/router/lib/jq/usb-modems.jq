# The lines of usb_modems -> [{id, vendor, product, driver, wdm, net, tty, isWrongMode, kind}]. `kind` is how the modem is talked to; a stick that is a
# router of its own, or a phone, is plain Ethernet.
def usb_modems($wrong):
  [split("\n")[] | select(. != "") | split(" ") | map(if . == "-" then null else . end)
    | {id: .[0], vendor: .[1], product: .[2], driver: .[3], wdm: .[4], net: .[5], tty: .[6]}
    | .isWrongMode = (.driver == null and ("\(.vendor):\(.product)" | IN($wrong | split(" ")[])))
    | .kind = (if .driver == "qmi_wwan" then "qmi" elif .driver == "cdc_mbim" then "mbim"
        elif .tty != null or .driver == "huawei_cdc_ncm" then "at"
        elif .driver == "ipheth" or (.driver == "rndis_host" and .vendor != "12d1" and .vendor != "19d2") then "tethering"
        elif .isWrongMode then "qmi" else "hilink" end)];

# `ip -j -s addr`, `ip -j route` -> {interface: {isUp, address, hasRoute, gateway, rxBytes, txBytes}}.
def links($addresses; $routes):
  $addresses | map({key: .ifname, value: {
      isUp: (.flags | any(. == "UP")), address: ([.addr_info[]? | select(.scope == "global" and .family == "inet") | .local] | .[0]),
      hasRoute: (.ifname as $name | any($routes[]; .dst == "default" and .dev == $name)),
      rxBytes: .stats64.rx.bytes, txBytes: .stats64.tx.bytes
    }}) | from_entries;
