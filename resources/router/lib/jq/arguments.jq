# The arguments of each verb: which there are, and what they may be. Input: the line as a string. Argument: $verb.
# Output: the arguments as an object, or {"wrong": {field, message}}.
include "sms-length";

def between($min; $max): type == "string" and length >= $min and length <= $max;
def printable($min; $max): between($min; $max) and test("^[ -~]*$");
# By code point: jq's patterns would find the byte 9f in the middle of an ß.
def clean: all(explode[]; . >= 32 and (. < 127 or . > 159) and . != 8232 and . != 8233);
def whole($min; $max): type == "number" and . == floor and . >= $min and . <= $max;
def strings($max; condition): type == "array" and length >= 1 and length <= $max and all(.[]; type == "string" and condition);

def kinds: {
  modem: "the id of a modem", modemOrNull: "the id of a modem, or null", how: "session, radio, modem or usb", apn: "1 to 100 letters, digits, dots or dashes",
  secret: "0 to 64 printable characters", technologies: "[\"any\"], or some of gsm, umts, lte, nr5g", bands: "[\"any\"], or names of bands such as eutran-20",
  ssid: "1 to 32 bytes without control characters", key: "8 to 63 printable characters, without a space at the ends",
  channel: "1 to 13, 36, 40, 44 or 48", boolean: "true or false", changeId: "the id of a change", mac: "six pairs of hex digits with colons between",
  name: "1 to 40 characters without control characters, or null", cap: "a number of bytes from 1000000, or null", bytes: "a number of bytes from 0",
  day: "1 to 31", action: "stop or throttle", limit: "1 to 500", number: "3 to 15 digits, with or without +", anyNumber: "1 to 40 characters",
  text: "1 to 10 messages long, without control characters but line feeds", ids: "1 to 500 ids of messages", numbers: "up to 8 numbers with + and the country first",
  code: "2 to 20 of 0-9, * and #", seq: "a number from 0", pin: "4 to 8 digits", puk: "8 digits", latitude: "-90 to 90", longitude: "-180 to 180",
  metres: "0 to 100000", hex: "64 hex digits"
};
def fits($kind):
  if $kind == "modem" then type == "string" and test("^[A-Za-z0-9._:-]{1,40}$") and (startswith(".") | not)
  elif $kind == "modemOrNull" then . == null or fits("modem")
  elif $kind == "how" then IN("session", "radio", "modem", "usb")
  elif $kind == "apn" then type == "string" and test("^[A-Za-z0-9.-]{1,100}$")
  elif $kind == "secret" then printable(0; 64)
  elif $kind == "technologies" then . == ["any"] or strings(4; IN("gsm", "umts", "lte", "nr5g"))
  elif $kind == "bands" then . == ["any"] or strings(64; test("^[a-z0-9-]{2,16}$") and . != "any")
  elif $kind == "ssid" then type == "string" and utf8bytelength >= 1 and utf8bytelength <= 32 and clean
  elif $kind == "key" then printable(8; 63) and (test("^ | $") | not)
  elif $kind == "channel" then whole(1; 13) or IN(36, 40, 44, 48)
  elif $kind == "boolean" then type == "boolean"
  elif $kind == "changeId" then type == "string" and test("^c[a-z0-9]{1,20}$")
  elif $kind == "mac" then type == "string" and test("^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$")
  elif $kind == "name" then . == null or (between(1; 40) and clean)
  elif $kind == "cap" then . == null or whole(1000000; 1e15)
  elif $kind == "bytes" then whole(0; 1e15)
  elif $kind == "day" then whole(1; 31)
  elif $kind == "action" then IN("stop", "throttle")
  elif $kind == "limit" then whole(1; 500)
  elif $kind == "number" then type == "string" and test("^\\+?[0-9]{3,15}$")
  elif $kind == "anyNumber" then between(1; 40) and clean
  elif $kind == "text" then type == "string" and length >= 1 and (gsub("\n"; "") | clean) and (sms_length.parts <= 10)
  elif $kind == "ids" then strings(500; test("^[a-z0-9]{1,40}$"))
  elif $kind == "numbers" then type == "array" and length <= 8 and all(.[]; type == "string" and test("^\\+[1-9][0-9]{6,14}$"))
  elif $kind == "code" then type == "string" and test("^[*#0-9]{2,20}$")
  elif $kind == "seq" then whole(0; 1e12)
  elif $kind == "pin" then type == "string" and test("^[0-9]{4,8}$")
  elif $kind == "puk" then type == "string" and test("^[0-9]{8}$")
  elif $kind == "latitude" then type == "number" and . >= -90 and . <= 90
  elif $kind == "longitude" then type == "number" and . >= -180 and . <= 180
  elif $kind == "metres" then type == "number" and . >= 0 and . <= 100000
  elif $kind == "hex" then type == "string" and test("^[0-9a-f]{64}$")
  else false end;

# A ? at the end: may be left out.
def schema: {
  connect: {}, disconnect: {}, hotspot: {}, clients: {}, usage: {}, reboot: {}, poweroff: {}, status: {}, watch: {}, "signal-history": {},
  "reset-modem": {modemId: "modem?", how: "how?"},
  "set-apn": {modemId: "modem?", apn: "apn", user: "secret?", password: "secret?"},
  "set-bands": {modemId: "modem?", technologies: "technologies", bands: "bands"},
  "set-hotspot": {ssid: "ssid?", key: "key?", channel: "channel?", isHidden: "boolean?"},
  confirm: {changeId: "changeId", isKept: "boolean?"},
  block: {mac: "mac"}, unblock: {mac: "mac"}, "name-client": {mac: "mac", name: "name"},
  "set-cap": {capBytes: "cap?", renewalDay: "day?", action: "action?", usedBytes: "bytes?"},
  "sms-list": {limit: "limit?", number: "anyNumber?"}, "sms-send": {modemId: "modem?", number: "number", text: "text"},
  "sms-read": {ids: "ids"}, "sms-delete": {ids: "ids?", number: "anyNumber?"},
  "sms-commands": {isOn: "boolean?", numbers: "numbers?", isKeyRenewed: "boolean?"},
  ussd: {modemId: "modem?", code: "code"}, cache: {isOn: "boolean?", isCleared: "boolean?"}, log: {afterSeq: "seq?", limit: "limit?"},
  "sim-pin": {modemId: "modem?", pin: "pin", puk: "puk?", isRemembered: "boolean?"}, "prefer-modem": {modemId: "modemOrNull"},
  vpn: {isOn: "boolean?"}, position: {latitude: "latitude?", longitude: "longitude?", accuracyM: "metres?", isKnown: "boolean?"},
  enrol: {mac: "hex", name: "name?"}
};
def wrong($field; $message): {wrong: {field: $field, message: $message}};

(if test("^\\s*$") then {} else (try fromjson catch null) end) as $given | schema[$verb] as $schema
| if $given | type != "object" then wrong(null; "The arguments have to be one JSON object")
  else
    ([$given | keys[] | select($schema[.] == null)] | .[0]) as $unknown
    | ([$schema | to_entries[] | .key as $field | (.value | rtrimstr("?")) as $kind
        | select(($given | has($field)) and ($given[$field] | fits($kind) | not) or (($given | has($field) | not) and (.value | endswith("?") | not)))
        | {field: $field, kind: $kind}] | .[0]) as $bad
    | if $unknown != null then wrong($unknown; "\($unknown): no such argument")
      elif $bad != null then wrong($bad.field; "\($bad.field): \(kinds[$bad.kind])")
      else $given | if .mac != null then .mac |= ascii_downcase else . end end
  end
