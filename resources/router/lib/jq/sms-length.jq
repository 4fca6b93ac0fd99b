# A text -> {encoding, parts, units}: what it takes on the air. GSM 03.38 basic alphabet, extension characters count twice;
# 160 or 153 a part joined; else UCS-2, 70 or 67, and no character is cut in two.
def basic: "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà" | explode;
def extension: "^{}\\[~]|€\f" | explode;
def sms_length:
  explode as $points | (basic | map({key: tostring, value: true}) | from_entries) as $one | (extension | map({key: tostring, value: true}) | from_entries) as $two
  | if all($points[]; $one[tostring] or $two[tostring]) then
      ([$points[] | if $two[tostring] then 2 else 1 end] | add // 0) as $n
      | {encoding: "gsm7", units: $n, parts: (if $n <= 160 then 1 else ($n + 152) / 153 | floor end)}
    else
      ([$points[] | if . > 65535 then 2 else 1 end] | add // 0) as $n
      | {encoding: "ucs2", units: $n, parts: (if $n <= 70 then 1 else ($n + 66) / 67 | floor end)}
    end;
