import { createHash } from 'node:crypto';

// What is said to the shell of another Pi: POSIX, whatever the login shell of its user is.

/** One word for a shell, whatever is in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export function shellCommand(script: string, ...words: readonly string[]): string {
  return `exec sh -c ${[script, 'sh', ...words].map(quoted).join(' ')}`;
}

/** How a zone is called there, whatever its id holds: 12 hex digits. */
export function folderName(zoneId: string): string {
  return createHash('sha256').update(zoneId).digest('hex').slice(0, 12);
}

/** A folder of ours, and nobody else's. Argument: a name. 3: it cannot be had. */
export const OWN_FOLDER = `
umask 077
folder="\${XDG_RUNTIME_DIR:-/tmp}/carputer-$(id -u)-$1"
mkdir -p "$folder" 2>/dev/null
[ -d "$folder" ] && [ ! -h "$folder" ] && [ -O "$folder" ] && chmod 700 "$folder" || exit 3`;

/**
 * The folder of the socket; what an earlier connection left playing is ended. Argument: a name. Writes the path of the
 * folder. 3: the folder cannot be had; 4: there is no mpv.
 */
export const PREPARE = `${OWN_FOLDER}
command -v mpv >/dev/null || exit 4
if pid=$(cat "$folder/pid" 2>/dev/null) && grep -aqF -- "$folder/mpv.sock" "/proc/$pid/cmdline" 2>/dev/null; then
  kill -9 "$pid"
fi
rm -f "$folder/mpv.sock" "$folder/pid"
printf '%s\\n' "$folder"`;

/**
 * Plays until it is told to end, its standard input closes, or 10 s pass without a line on it: a zone whose link is lost
 * must not play on by itself. Arguments: the folder, then flags. Writes the process id.
 */
export const PLAY = `
folder=$1; shift
exec 3<&0
export DISPLAY="\${DISPLAY:-:0}" XDG_RUNTIME_DIR="\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
mpv "$@" </dev/null >/dev/null 2>&1 3<&- &
mpv=$!
echo "$mpv" >"$folder/pid"
echo "$mpv"
(while timeout 10 sh -c 'read -r line'; do :; done; kill -9 "$mpv") <&3 >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$mpv"
code=$?
kill "$watch" 2>/dev/null
exit "$code"`;
