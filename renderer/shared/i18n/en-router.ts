import { counted } from '#renderer/shared/i18n/counted.ts';

/** What is chosen at the router and its modems, beside what the network panel shows of them. */
export const enRouter = {
  /** By the reason of the broken link. */
  todo: {
    modem_absent: 'Plug it in, or into another socket',
    phone_unplugged: 'Plug the phone in again',
    sim_absent: 'Put a SIM into the modem',
    puk_needed: 'Enter the PUK in Modem',
    captive_portal: 'Sign in there, on a phone in this WiFi',
    modem_unmanaged: 'It needs ModemManager',
    no_radio: 'Plug a WiFi adapter in, or restart the router',
    tunnel_silent: 'Switch the tunnel off in Modem, or wait',
    dns_failed: 'Switch the tunnel off in Modem, or wait',
  } as Readonly<Record<string, string>>,

  requests: {
    connect: 'Asked to go online',
    disconnect: 'Asked to stay offline',
    reset: 'Asked to reset the modem',
    reboot: 'Asked to restart',
    poweroff: 'Asked to power off',
  } as Readonly<Record<string, string>>,

  apn: 'Access point',
  user: 'User',
  password: 'Password',
  asBefore: 'as before',
  withoutLogin: 'Without user and password',

  puk: 'Enter the PUK',
  newPin: 'New PIN',
  triesLeft: (count: number) => counted(count, 'try left', 'tries left'),
  pinForm: 'A PIN has 4 to 8 digits',
  pukForm: 'The PUK has 8 digits; it came with the SIM',

  restart: 'Restart',
  otherLimit: 'Other',
  limitTitle: 'Limit in GB',

  visibility: 'In lists',
  visible: 'Shown',
  hidden: 'Hidden',

  stopped: 'The router’s own service has stopped: what is below is old.',
  stoppedTodo: 'It starts again by itself; if not, restart the router',
  notRunning: 'The router’s own service does not run',
  notRunningTodo: 'It answers, but tells nothing of itself. It may still be starting; if not, restart it',

  numberForm: 'A number has 3 to 15 digits',
  draft: 'not sent; Reply has it still',
  commands: 'Commands by text message',
  commandsHint: 'CAR status, locate, reconnect: from these numbers only, each signed with the key',
  addNumber: 'Add a number',
  removeNumber: (number: string) => `Remove ${number}`,
  noNumbers: 'No number may command yet',
  international: 'With + and the country first, such as +447700900123',
  commandKey: 'Key',
  hasKey: 'There is one; it is shown only when it is made',
  hasNoKey: 'Made when commands are switched on',
  keyOnce: 'Note it now: it is shown this once',
  renewKey: 'New key',
  renewSure: 'What is signed with the old key is refused then',
  obeyed: (count: number) => `${String(count)} obeyed`,
  refused: 'Refused',
  refusedBy: { forged: 'forged', replayed: 'replayed', number: 'unknown number', flood: 'too many' },
  most: 'No more than eight numbers',
};
