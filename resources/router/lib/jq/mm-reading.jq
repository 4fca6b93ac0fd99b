# What mmcli -J says of one modem -> {id: reading}. Input: [modem, signal, bearer or null]. mmcli's numbers are strings, "--" is nothing.
# Arguments: $id, $simName, $isAlive, $band, $net (the interface, where the kernel's USB does not tell it).
def known: if . == null or . == "--" or . == "" then null else . end;
def number: known | if . == null then null else tonumber? // null end;
def technology:
  if any(. == "5gnr") then "nr5g" elif any(. == "lte") then "lte"
  elif any(test("^(umts|hs)")) then "umts" elif any(test("^(gsm|gprs|edge)")) then "gsm" else null end;

# Old sticks know AT+CSQ only: ModemManager makes percent of its way from -113 to -51 dBm.
def rssi: if . == null then null else . * 0.62 - 113 | round end;

.[0].modem as $modem | .[1].modem.signal as $signals | .[2] as $bearer
| $modem.generic as $generic | $modem."3gpp" as $network
| ($generic."access-technologies" // [] | technology) as $technology
| ($signals | if $technology == "nr5g" then ."5g" elif $technology == "lte" then .lte elif $technology == "umts" then .umts else .gsm end) as $signal
| ($generic."signal-quality" | if .value == "0" and .recent == "no" then null else .value | number end) as $percent
| ($network."registration-state" | known) as $registration
| ($generic."unlock-required" | known) as $lock
| ($generic."state-failed-reason" | known) as $failure
| ($generic."unlock-retries" // [] | map(capture("^(?<lock>\\S+) \\((?<left>[0-9]+)\\)")? | {(.lock): (.left | tonumber)}) | add // {}) as $tries
| {($id): {
    isAlive: $isAlive,
    manufacturer: ($generic.manufacturer | known),
    model: ([$generic.manufacturer, $generic.model] | map(known // empty)
      | if length == 2 and (.[1] | ascii_downcase | startswith($generic.manufacturer | ascii_downcase)) then .[1] else join(" ") end | known
      | if . == null then null else (.[:1] | ascii_upcase) + .[1:] end),
    isEnabled: ($generic.state | IN("enabled", "searching", "registered", "connecting", "connected", "disconnecting")),
    isStarting: ($generic.state | IN("initializing", "enabling", "unknown")),
    isConnecting: ($generic.state == "connecting"),
    simState: (if $lock == "sim-pin" then "pin" elif $lock == "sim-puk" then "puk"
      elif $failure == "sim-missing" then "absent" elif $failure == null then "ready" else "failed" end),
    pinTriesLeft: (if $lock == "sim-pin" then $tries."sim-pin" elif $lock == "sim-puk" then $tries."sim-puk" else null end),
    registration: (if $registration | IN("home", "roaming") then $registration
      elif $registration == "denied" then "denied" else "searching" end),
    operator: (($network."operator-name" | known) // (if $registration == "home" then $simName | known else null end)),
    operatorCode: ($network."operator-code" | known),
    technology: $technology,
    band: (if $band == "" then null else $band end),
    isRoaming: (if $registration == "home" then false elif $registration == "roaming" then true else null end),
    signal: ($signal // {} | {
        rssiDbm: ($signal.rssi | number), rsrpDbm: ($signal.rsrp // $signal.rscp | number), rsrqDb: ($signal.rsrq | number),
        snrDb: ($signal.snr | number), percent: $percent
      } | if .rssiDbm == null and .rsrpDbm == null then .rssiDbm = ($percent | rssi) else . end
      | if .rssiDbm == null and .rsrpDbm == null then null else . end),
    supportedBands: ($generic."supported-bands" // [] | map(select(known != null and . != "any"))),
    isSessionUp: ($bearer != null),
    sessionApn: ($bearer.bearer.properties.apn | known),
    dns: ($bearer.bearer."ipv4-config".dns // [] | map(select(test("^[0-9.]+$")))),
    canSms: true,
    canUssd: ($generic.drivers // [] | any(. == "option" or . == "huawei_cdc_ncm" or . == "cdc_acm")),
    path: $modem."dbus-path",
    port: ($generic."primary-port" | known), net: ($net | known),
    imei: ($generic."equipment-identifier" | known)
  }}
