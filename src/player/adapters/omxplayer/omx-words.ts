import { OWN_FOLDER } from '#player/adapters/remote/remote-words';

// What is said to the shell of a Pi with omxplayer: POSIX. D-Bus as in omxplayer's own documentation (README, "DBUS CONTROL").

/**
 * The folder of the process ids; what an earlier connection left playing is ended. Argument: a name. Writes the path of
 * the folder. 3: it cannot be had; 4: there is no omxplayer; 5: nor a way to speak to it.
 */
export const PREPARE_OMX = `${OWN_FOLDER}
command -v omxplayer >/dev/null || exit 4
command -v dbus-send >/dev/null || exit 5
for file in "$folder"/*.pid; do
  pid=$(cat "$file" 2>/dev/null) || continue
  if grep -aqF -- "_$1_" "/proc/$pid/cmdline" 2>/dev/null; then kill -9 "-$pid"; fi
  rm -f "$file"
done
rm -f "$folder"/*.keys
printf '%s\\n' "$folder"`;

/**
 * Plays one file. What comes in lines on its standard input is typed into omxplayer; it is killed, with all that it has
 * started, when no more comes, or no line for 10 s: a zone whose link is lost must not play on by itself. Arguments: the
 * folder, a name of this play, then those of omxplayer. Writes the process id.
 */
export const PLAY_OMX = `
file=$1/$2.pid; keys=$1/$2.keys; shift 2
rm -f "$keys" && mkfifo "$keys" || exit 1
exec 3<&0
setsid omxplayer "$@" <"$keys" >/dev/null 2>&1 3<&- &
omx=$!
echo "$omx" >"$file"
echo "$omx"
{
  while line=$(timeout 10 sh -c 'IFS= read -r line && printf %s "$line"'); do printf %s "$line"; done
  kill -9 "-$omx"
} <&3 >"$keys" 2>/dev/null &
watch=$!
exec 3<&-
wait "$omx"
code=$?
kill "$watch" 2>/dev/null
rm -f "$file" "$keys"
exit "$code"`;

/**
 * Asks players by D-Bus, one question a line: the name of the player, a verb, a value. Each answer is what dbus-send
 * prints, then a line of the mark and the exit code. Argument: the mark.
 */
export const CONTROL_OMX = `
mark=$1
bus="/tmp/omxplayerdbus.\${USER:-root}"
say() {
  [ -O "$bus" ] || return 1
  DBUS_SESSION_BUS_ADDRESS=$(cat "$bus") dbus-send --session --print-reply --reply-timeout=2000 \\
    --dest="$name" /org/mpris/MediaPlayer2 "$@" </dev/null 2>/dev/null
}
player=org.mpris.MediaPlayer2.Player
get() { say org.freedesktop.DBus.Properties.Get "string:$player" "string:$1"; }
put() { say org.freedesktop.DBus.Properties.Set "string:$player" "string:$1" "$2"; }
while read -r name verb value; do
  case $verb in
    status) get Position && get PlaybackStatus ;;
    duration) get Duration ;;
    audio) say "$player.ListAudio" ;;
    subtitles) say "$player.ListSubtitles" ;;
    play) say "$player.Play" ;;
    pause) say "$player.Pause" ;;
    seek) say "$player.SetPosition" objpath:/not/used "int64:$value" ;;
    volume) put Volume "double:$value" ;;
    rate) put Rate "double:$value" ;;
    select-audio) say "$player.SelectAudio" "int32:$value" ;;
    select-subtitle) say "$player.SelectSubtitle" "int32:$value" && say "$player.ShowSubtitles" ;;
    hide-subtitles) say "$player.HideSubtitles" ;;
    show) say "$player.UnHideVideo" ;;
    hide) say "$player.HideVideo" ;;
    *) false ;;
  esac
  echo "$mark $?"
done`;
