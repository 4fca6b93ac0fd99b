# ModemManager's time stamps, ISO 8601 with the operator's offset ("2026-07-05T14:00:00+02", "...+05:30", "...Z") -> ms since 1970, or null.
def clock_ms:
  (capture("^(?<local>[0-9-]{10}T[0-9:]{8})(?<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)$")? // null)
  | if . == null then null else
      (.offset | if . == "Z" then 0 else (.[1:3] | tonumber) * 60 + (.[3:] | ltrimstr(":") | if . == "" then 0 else tonumber end) end) as $minutes
      | ((.local + "Z" | fromdate) - (if .offset[:1] == "-" then -1 else 1 end) * $minutes * 60) * 1000
    end;
