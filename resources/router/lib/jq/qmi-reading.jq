# What qmicli says of one modem -> {id: reading}. Input: the raw text of qmi_read. Arguments: $id, $model.
def part($name): [splits("### ")] | map(select(startswith($name + "\n"))) | .[0] // "";
def value($name): [match($name + ":\\s*'([^']*)'").captures[0].string] | .[0];
def number: if . == null then null else capture("(?<n>-?[0-9.]+)").n | tonumber end;

part("--wds-get-packet-service-status") as $session | part("--nas-get-serving-system") as $serving
| part("--nas-get-signal-info") as $signal | part("--nas-get-rf-band-info") as $band | part("--uim-get-card-status") as $card
| part("--wds-get-current-settings") as $settings | part("--nas-get-system-selection-preference") as $preference
| ($serving | value("Registration state")) as $registration
| ([$serving | match("\\[0\\]: '([^']*)'").captures[0].string] | .[0]) as $radio
| ($card | [match("Application state:\\s*\\n?\\s*'([^']*)'").captures[0].string] | .[0]) as $application
| {($id): {
    isAlive: (test("### hung") | not),
    manufacturer: null,
    model: (if $model == "" then null else $model end),
    isEnabled: true, isStarting: false, isConnecting: false,
    simState: (if $card == "" then null
      elif $card | test("Card state: 'absent'") then "absent"
      elif $card | test("pin1-or-upin-pin-required") then "pin"
      elif $card | test("puk1-or-upin-puk-required") then "puk"
      elif $card | test("Card state: 'error") then "failed" else "ready" end),
    pinTriesLeft: (if $card | test("pin1-or-upin-pin-required") then ($card | value("PIN1 retries") | number)
      elif $card | test("puk1-or-upin-puk-required") then ($card | value("PUK1 retries") | number) else null end),
    registration: (if $registration == "registered" then (if ($serving | value("Roaming status")) == "on" then "roaming" else "home" end)
      elif $registration == "registration-denied" then "denied" else "searching" end),
    operator: ($serving | value("Description") | if . == "" then null else . end),
    operatorCode: (($serving | value("MCC")) as $mcc | ($serving | value("MNC")) as $mnc
      | if $mcc == null or $mnc == null then null
        else $mcc + (if ($mnc | length) < 2 then "0" + $mnc else $mnc end) end),
    technology: (if $radio == "lte" then "lte" elif $radio == "umts" then "umts" elif $radio == "gsm" then "gsm" elif $radio == "5gnr" then "nr5g" else null end),
    band: ($band | value("Active Band Class")),
    isRoaming: (if $registration == "registered" then ($serving | value("Roaming status")) == "on" else null end),
    signal: (if $signal == "" then null else {
        rssiDbm: ($signal | value("RSSI") | number), rsrpDbm: ($signal | (value("RSRP") // value("RSCP")) | number),
        rsrqDb: ($signal | value("RSRQ") | number), snrDb: ($signal | value("SNR") | number), percent: null
      } | if .rssiDbm == null and .rsrpDbm == null then null else . end end),
    supportedBands: [],
    isSessionUp: ($session | test("'connected'")),
    sessionApn: null,
    dns: [$settings | match("DNS: ([0-9.]+)"; "g").captures[0].string],
    canSms: false, canUssd: false, path: null, port: null, imei: null
  }}
