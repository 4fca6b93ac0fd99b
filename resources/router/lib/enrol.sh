# shellcheck shell=sh
# The one-time code: drawn at the installation, never sent, void when one key is in or five proofs were wrong.

ENROL_TRIES=5

# Draws a new code and opens the enrolment. Prints nothing.
enrol_open() {
  local raw
  raw=$(tr -dc '23456789ABCDEFGHJKLMNPQRSTUVWXYZ' </dev/urandom | head -c 12)
  printf '%s\n' "$raw" | put "$VAR/enrol-code" 600
  echo "$ENROL_TRIES" | put "$VAR/enrol-tries" 600
  enrol_card
}

enrol_shown() { sed 's/\(....\)\(....\)\(....\)/\1-\2-\3/' "$VAR/enrol-code"; }

host_fingerprint() { ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub | cut -d' ' -f2; }

# The boot partition can be read in any computer that the card is put into.
boot_folder() { for folder in /boot/firmware /boot; do [ ! -e "$folder/cmdline.txt" ] || { echo "$folder"; return; }; done; }

enrol_card() {
  local folder
  folder=$(boot_folder)
  [ -n "$folder" ] || return 0
  printf 'Code: %s\r\nRouter: %s\r\nFingerprint: %s\r\n' "$(enrol_shown)" "$ADDRESS" "$(host_fingerprint)" >"$folder/carputer-code.txt"
}

enrol_close() {
  rm -f "$VAR/enrol-code" "$VAR/enrol-tries"
  local folder
  folder=$(boot_folder)
  [ -z "$folder" ] || rm -f "$folder/carputer-code.txt"
}

# keyed TEXT: the HMAC with the code.
keyed() { printf '%s' "$1" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf %s "$(cat "$VAR/enrol-code")" | od -An -v -tx1 | tr -d ' \n')" | sed 's/^.*= *//'; }

# The key that the connection was made with is in the environment that sshd gave, checked again here.
verb_enrol() {
  local key lines tries
  [ -s "$VAR/enrol-code" ] || refuse closed 'Enrolment is not open'
  key=${CARPUTER_KEY-}
  printf '%s' "$key" | grep -Eqx 'ssh-ed25519 [A-Za-z0-9+/]{68}' || refuse bad_arguments 'The key has to be of type ssh-ed25519' '{"field":null}'
  lines="$(host_fingerprint)
$key
"
  if [ "$(keyed "carputer-enrol-1
$lines")" != "$(given mac)" ]; then
    tries=$(($(get "$VAR/enrol-tries" 0) - 1))
    if [ "$tries" -le 0 ]; then enrol_close; else echo "$tries" | put "$VAR/enrol-tries" 600; fi
    refuse wrong_code 'The code does not fit' "{\"triesLeft\":$((tries > 0 ? tries : 0))}"
  fi
  set -- "$(keyed "carputer-enrolled-1
$lines")"
  for user in carputer carputer-share; do printf 'restrict %s %s\n' "$key" "carputer" | put "$ETC/keys/$user" 644; done
  enrol_close
  note info enrolled '' "The media Pi's key was taken" "$(jq -cn --arg name "$(given name)" '{name: $name}')"
  answer "{\"user\":\"carputer\",\"mac\":\"$1\"}"
}
