import { counted } from '#renderer/shared/i18n/counted.ts';
import type { enRouter } from '#renderer/shared/i18n/en-router.ts';

export const deRouter: typeof enRouter = {
  todo: {
    modem_absent: 'Einstecken, oder in eine andere Buchse',
    phone_unplugged: 'Das Handy wieder anstecken',
    sim_absent: 'Eine SIM ins Modem legen',
    puk_needed: 'Die PUK unter Modem eingeben',
    captive_portal: 'Dort anmelden, mit einem Handy in diesem WLAN',
    modem_unmanaged: 'Es braucht ModemManager',
    no_radio: 'WLAN-Adapter einstecken oder Router neu starten',
    tunnel_silent: 'Tunnel unter Modem ausschalten oder warten',
    dns_failed: 'Tunnel unter Modem ausschalten oder warten',
  },

  requests: {
    connect: 'Sollte online gehen',
    disconnect: 'Sollte offline bleiben',
    reset: 'Sollte das Modem zurücksetzen',
    reboot: 'Sollte neu starten',
    poweroff: 'Sollte sich ausschalten',
  },

  apn: 'Zugangspunkt',
  user: 'Benutzer',
  password: 'Passwort',
  asBefore: 'wie zuvor',
  withoutLogin: 'Ohne Benutzer und Passwort',

  puk: 'PUK eingeben',
  newPin: 'Neue PIN',
  triesLeft: (count: number) => counted(count, 'Versuch übrig', 'Versuche übrig'),
  pinForm: 'Eine PIN hat 4 bis 8 Ziffern',
  pukForm: 'Die PUK hat 8 Ziffern; sie kam mit der SIM',

  restart: 'Neustart',
  otherLimit: 'Andere',
  limitTitle: 'Grenze in GB',

  visibility: 'In Listen',
  visible: 'Sichtbar',
  hidden: 'Verborgen',

  stopped: 'Der Dienst des Routers ist stehen geblieben: Was hier steht, ist alt.',
  stoppedTodo: 'Er startet von selbst neu; wenn nicht, den Router neu starten',
  notRunning: 'Der Dienst des Routers läuft nicht',
  notRunningTodo: 'Er antwortet, sagt aber nichts von sich. Vielleicht startet er noch; wenn nicht, neu starten',

  numberForm: 'Eine Nummer hat 3 bis 15 Ziffern',
  draft: 'nicht gesendet; Antworten hat es noch',
  commands: 'Befehle per Nachricht',
  commandsHint: 'CAR status, locate, reconnect: nur von diesen Nummern, jeder mit dem Schlüssel signiert',
  addNumber: 'Nummer hinzufügen',
  removeNumber: (number: string) => `${number} entfernen`,
  noNumbers: 'Noch darf keine Nummer befehlen',
  international: 'Mit + und dem Land zuerst, etwa +491701234567',
  commandKey: 'Schlüssel',
  hasKey: 'Es gibt einen; gezeigt wird er nur, wenn er entsteht',
  hasNoKey: 'Entsteht, wenn Befehle eingeschaltet werden',
  keyOnce: 'Jetzt notieren: Er wird nur dieses Mal gezeigt',
  renewKey: 'Neuer Schlüssel',
  renewSure: 'Was mit dem alten signiert ist, wird dann abgelehnt',
  obeyed: (count: number) => `${String(count)} befolgt`,
  refused: 'Abgelehnt',
  refusedBy: { forged: 'gefälscht', replayed: 'wiederholt', number: 'fremde Nummer', flood: 'zu viele' },
  most: 'Nicht mehr als acht Nummern',
};
