# The chain of the status: six links, the first broken one first. Pure.
# chain($wanted; $stoppedBy; $hotspot; $tunnel): input is the modem that the chain is told of (in use, else the one nearest to working), or null;
# $stoppedBy: null, "user", "cap", "pin"; $hotspot: {isOn, clientCount, reason}; $tunnel: what is wrong with the tunnel that all goes through, or null.
def link($name; $state; $reason; $value): {link: $name, state: $state, reason: $reason, value: $value};
def rank: ["modem", "interface", "session", "address", "internet"];
def place: {
    modem_absent: "modem", phone_unplugged: "modem", wrong_mode: "modem", modem_starting: "modem", modem_hung: "modem", modem_unmanaged: "modem", sim_absent: "modem",
    pin_needed: "modem", puk_needed: "modem", sim_failed: "modem", radio_off: "modem",
    interface_absent: "interface", interface_down: "interface",
    searching: "session", no_coverage: "session", registration_denied: "session", apn_refused: "session", stale_handle: "session",
    stale_client: "session", call_dropped: "session", connecting: "session", connect_failed: "session", data_off: "session",
    no_lease: "address", address_lost: "address", no_route: "address",
    probe_failed: "internet", dns_failed: "internet", captive_portal: "internet", probing: "internet", tunnel_silent: "internet", cap_reached: "internet"
  }[.];
def passing: IN("modem_starting", "searching", "connecting", "probing");


def chain($wanted; $stoppedBy; $hotspot; $tunnel):
  . as $modem
  | (if $modem == null then "modem_absent"
     elif $modem.fault != null then $modem.fault
     elif $wanted | not then "data_off"
     elif $stoppedBy == "cap" then "cap_reached"
     else $tunnel end) as $fault
  | (if $fault == null then 9 else ($fault | place) as $place | rank | index($place) end) as $at
  | {modem: ($modem.model // null), interface: ($modem.interface // null), session: ($modem.operator // $modem.operatorCode // null),
     address: ($modem.address // null), internet: ($modem.probe.latencyMs // null | if . == null then null else tostring end)} as $values
  | [
      link("hotspot"; if $hotspot.reason == null then "ok" else "broken" end; $hotspot.reason;
        if $hotspot.clientCount == null then null else $hotspot.clientCount | tostring end),
      (rank | to_entries[] | if .key < $at then link(.value; "ok"; null; $values[.value])
        elif .key > $at then link(.value; "unknown"; null; null)
        else link(.value; if $fault | IN("data_off", "cap_reached") then "off" elif $fault | passing then "busy" else "broken" end; $fault; $values[.value]) end)
    ];
