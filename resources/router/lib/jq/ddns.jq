# What ddclient said -> the ddns of the status. Pure. $host, $said, $now, $before (the last one).
# `answer` is the server's own word (good, nochg, badauth, nohost, notfqdn, numhost, abuse, 911, dnserr, ...), or no_address, no_connection, unknown.
# Source: ddclient 3.10, its lines SUCCESS and FAILED; the dyndns2 protocol's return codes.
($said | split("\n")) as $lines
| ([$lines[] | capture("^(SUCCESS|FAILED|WARNING): +(updating )?[^ ]+: (?<word>[a-z0-9]+):") | .word] | last) as $word
| ([$lines[] | capture("(set to|setting IP address to) (?<a>[0-9]{1,3}([.][0-9]{1,3}){3})") | .a] | last) as $address
| (if $word == "skipped" then (if $before.state == "good" then $before.answer else "nochg" end)
   elif $word != null then $word
   elif $said | test("Could not connect|cannot connect|timed? ?out|Unknown error"; "i") then "no_connection"
   elif $said | test("unable to determine IP|could not determine"; "i") then "no_address"
   elif $said | test("authorization failed"; "i") then "badauth"
   else "unknown" end) as $answer
# Nothing to be said: it waits until it may try again.
| if $answer == "unknown" and $before.answer != null and ($said | test("FAILED") | not) then $before
  else ($answer | IN("good", "nochg")) as $isGood
    | {isOn: true, host: $host, address: (if $isGood then $address // $before.address else $before.address end), state: (if $isGood then "good" else "failed" end), answer: $answer,
       atUptimeMs: $now} end
