import type { Notice } from '#contract/entities/notice';
import type { NoticeAbout, enNotices } from '#renderer/shared/i18n/en-notices.ts';

const stickOf = ({ stick }: NoticeAbout): string => stick ?? 'Stick';

const what: Readonly<Record<Notice['code'], (about: NoticeAbout) => string>> = {
  three_unplayable: () => 'Drei Titel nacheinander ließen sich nicht abspielen: Die Musik hält an',
  prompt_unheard: () => 'Eine Ansage war nicht zu hören',
  film_silent: () => 'Der Film läuft ohne Ton: Seine Tonausgabe geht nicht',
  screen_missing: ({ seat }) => `Der Bildschirm ${seat === undefined ? 'für den Film' : `von ${seat}`} ist nicht da`,
  film_stopped: () => 'Der Film ist angehalten: Keiner läuft, solange das Auto fährt',
  volume_removed: (about) => `${stickOf(about)} abgezogen: Was darauf liegt, wartet`,
  volume_twice: (about) => `${stickOf(about)} steckt zweimal: Einer bleibt außen vor`,
  player_missing: () => 'Das Abspielprogramm mpv ist nicht installiert',
  player_restarted: () => 'Das Abspielprogramm musste neu gestartet werden',
  index_rebuilt: () => 'Das Musikverzeichnis war nicht lesbar und wird neu angelegt',
  index_full: (about) => `Die Karte ist voll: ${stickOf(about)} ist nur zum Teil aufgeführt`,
  state_restored: () => 'Einstellungen und Warteschlange waren nicht lesbar: Die letzte gute Kopie gilt',
  disk_full: () => 'Die Karte nimmt nichts mehr auf: Änderungen gehen verloren',
  ignition_off: ({ level }) => (level === 'error' ? 'Der Strom bleibt an' : 'Motor aus: Es wird abgeschaltet'),
  ignition_silent: () => 'Der Zündungseingang antwortet nicht: Der Motor gilt als an',
  snapcast_missing: () => 'Für denselben Ton überall fehlt snapserver oder pulseaudio',
  snapcast_failing: () => 'Derselbe Ton überall bricht immer wieder ab',
  data_low: ({ level }) => `${level === 'info' ? '80' : '95'} % des Datenvolumens sind verbraucht`,
  data_used_up: ({ level }) =>
    `Das Datenvolumen ist verbraucht: Handys sind ${level === 'error' ? 'offline' : 'gebremst'}`,
  router_files: () => 'Die Dateien des Routers sind nicht zu haben',
};

const todo: Readonly<Record<Notice['code'], string>> = {
  three_unplayable: 'Anderes wählen. Einstellungen, Sticks zeigt Unlesbares',
  prompt_unheard: 'Stecker ihrer Tonausgabe prüfen. Einstellungen, Bereiche nennt die Ausgänge',
  film_silent: 'Stecker prüfen. Einstellungen, Bereiche nennt die Ausgänge',
  screen_missing: 'Stecker und Strom prüfen',
  film_stopped: 'Abspielen antippen, sobald das Auto steht',
  volume_removed: 'Wieder einstecken oder anderes wählen',
  volume_twice: 'Einen davon abziehen',
  player_missing: 'Installieren, dann wird es von selbst gefunden',
  player_restarted: '',
  index_rebuilt: 'Ordner spielen solange',
  index_full: 'Platz auf der Karte schaffen, dann geht es von selbst weiter',
  state_restored: 'Einmal die Einstellungen durchsehen',
  disk_full: 'Platz auf der Karte schaffen, dann neu starten',
  ignition_off: '',
  ignition_silent: 'Kabel und Einstellungsdatei prüfen',
  snapcast_missing: 'Installieren, dann wird es von selbst gefunden',
  snapcast_failing: 'Es beginnt von selbst neu. Nachsehen, ob etwas anderes seinen Port hat',
  router_files: 'Es wird von selbst wieder versucht. sshfs muss hier installiert sein',
  data_low: 'Netz, Daten zeigt die Grenze und den Tag der Erneuerung',
  data_used_up: 'Die Grenze unter Netz anheben oder die Erneuerung abwarten',
};

export const deNotices: typeof enNotices = { dismiss: 'Ausblenden', what, todo };
