import { inLanguage } from '#renderer/shared/i18n/in-language.ts';

const en = {
  tabs: { label: 'Views', now: 'Now', music: 'Music', video: 'Video', network: 'Network' },
  zones: 'Where it plays',
  noZone: 'No seats are set up',
  offline: 'The car does not answer. Trying again…',
  louder: 'Louder',
  playOn: (name: string) => `Play on ${name}`,
  pairing: {
    title: 'Pair this phone',
    lead: 'One time only. Then this phone is a remote control for everything that plays in the car.',
    steps: [
      'On the car’s screen open Set-up, then Phones.',
      'Tap “Show a code”.',
      'Type its six figures here within two minutes.',
    ],
    code: 'Code on the car’s screen',
    name: 'Name of this phone',
    submit: 'Pair',
    busy: 'Pairing…',
    starting: 'Looking for the car…',
    unreachable: 'The car does not answer. Is this phone on its WiFi?',
    wrongCode: 'That is not the code on the car’s screen. Look again and retype it.',
    tryLeft: (tries: number) => (tries === 1 ? 'One more try.' : `${String(tries)} more tries.`),
    noTries: 'That was the last try with this code. Tap “Show a code” on the car’s screen for a new one.',
    closed: 'No code is open now. Tap “Show a code” on the car’s screen, then type the new one.',
    tooMany: 'Too many tries. Wait a moment, then ask for a new code on the car’s screen.',
    forgotten: 'The car has forgotten this phone. Pair it again to go on.',
    needsName: 'Give this phone a name, so that the car can show who it is.',
    needsCode: 'The code has six figures.',
  },
};

const de: typeof en = {
  tabs: { label: 'Ansichten', now: 'Jetzt', music: 'Musik', video: 'Video', network: 'Netz' },
  zones: 'Wo es spielt',
  noZone: 'Keine Plätze eingerichtet',
  offline: 'Das Auto antwortet nicht. Es wird weiter versucht…',
  louder: 'Lauter',
  playOn: (name: string) => `Auf ${name} spielen`,
  pairing: {
    title: 'Dieses Handy koppeln',
    lead: 'Nur einmal. Dann ist dieses Handy eine Fernbedienung für alles, was im Auto spielt.',
    steps: [
      'Auf dem Bildschirm im Auto Setup öffnen, dann Handys.',
      'Auf „Code zeigen“ tippen.',
      'Die sechs Ziffern innerhalb von zwei Minuten hier eintippen.',
    ],
    code: 'Code auf dem Bildschirm im Auto',
    name: 'Name dieses Handys',
    submit: 'Koppeln',
    busy: 'Wird gekoppelt…',
    starting: 'Das Auto wird gesucht…',
    unreachable: 'Das Auto antwortet nicht. Ist dieses Handy in seinem WLAN?',
    wrongCode: 'Das ist nicht der Code auf dem Bildschirm im Auto. Noch einmal hinsehen und neu eintippen.',
    tryLeft: (tries: number) => (tries === 1 ? 'Noch ein Versuch.' : `Noch ${String(tries)} Versuche.`),
    noTries:
      'Das war der letzte Versuch mit diesem Code. Im Auto auf „Code zeigen“ tippen, um einen neuen zu bekommen.',
    closed: 'Gerade ist kein Code offen. Im Auto auf „Code zeigen“ tippen und den neuen eingeben.',
    tooMany: 'Zu viele Versuche. Kurz warten, dann im Auto einen neuen Code öffnen.',
    forgotten: 'Das Auto hat dieses Handy vergessen. Zum Weitermachen neu koppeln.',
    needsName: 'Dem Handy einen Namen geben, damit das Auto zeigen kann, wer es ist.',
    needsCode: 'Der Code hat sechs Ziffern.',
  },
};

/** Both, for the test that compares them. */
export const phoneTables = { en, de };

/** What only the phone says; the rest is in the shared table. */
export const phoneWords: typeof en = inLanguage(phoneTables);
