import { FAINT, NOTHING_HEARD, type Break } from '#test/support/scripted-router';

const NOBODY = { state: 'absent', model: null, interface: null, simState: null, address: null, probe: null } as const;

/** What is broken, as the router's own rules tell it, and what the panel has to say: why, and what happens next. */
export const BROKEN_STATES: Readonly<Record<string, readonly [Break, string, RegExp]>> = {
  'hotspot-down': [
    {
      link: 'hotspot',
      reason: 'hotspot_down',
      isHotspotOff: true,
      heal: { state: 'waiting', rung: 'daemons', attempt: 1, afterMs: 78_000 },
    },
    'The WiFi has stopped',
    /Next: the services anew in\s\d+\s(?:s|min)/u,
  ],
  'no-radio': [
    { link: 'hotspot', reason: 'no_radio', isHotspotOff: true, heal: { state: 'idle' } },
    'No WiFi radio was found',
    /Plug a WiFi adapter in/u,
  ],
  'no-modem': [
    { link: 'modem', reason: 'modem_absent', modem: 'none', heal: { state: 'idle' } },
    'No modem is plugged in',
    /Plug it in, or into another socket/u,
  ],
  'no-sim': [
    {
      link: 'modem',
      reason: 'sim_absent',
      modem: { ...NOTHING_HEARD, state: 'locked', simState: 'absent', address: null },
      heal: { state: 'idle' },
    },
    'No SIM is in the modem',
    /Put a SIM into the modem/u,
  ],
  'wrong-mode': [
    {
      link: 'modem',
      reason: 'wrong_mode',
      modem: { ...NOBODY, ...NOTHING_HEARD, state: 'wrong_mode' },
      heal: { state: 'working', rung: 'usb', attempt: 1 },
    },
    'The modem is still a CD drive',
    /Now: the modem re-plugged/u,
  ],
  'pin-asked': [
    {
      link: 'modem',
      reason: 'pin_needed',
      modem: { ...NOTHING_HEARD, state: 'locked', simState: 'pin', address: null },
      heal: { state: 'paused', pausedBy: 'pin' },
    },
    'The SIM asks for its PIN',
    /Enter the PIN in Modem/u,
  ],
  'puk-asked': [
    {
      link: 'modem',
      reason: 'puk_needed',
      modem: { ...NOTHING_HEARD, state: 'locked', simState: 'puk', pinTriesLeft: 10, address: null },
      heal: { state: 'paused', pausedBy: 'pin' },
    },
    'The SIM asks for its PUK',
    /Enter the PUK in Modem/u,
  ],
  'no-coverage': [
    {
      link: 'session',
      reason: 'no_coverage',
      modem: { state: 'searching', operator: null, address: null, signal: FAINT },
      heal: { state: 'waiting', rung: 'radio', attempt: 0, afterMs: 171_000 },
    },
    'No coverage here',
    /Next: the radio off and on in\s\d+\s(?:s|min)/u,
  ],
  'wrong-apn': [
    {
      link: 'session',
      reason: 'apn_refused',
      modem: { state: 'registered', address: null },
      heal: { state: 'paused', rung: 'session', pausedBy: 'apn', attempt: 3 },
    },
    'The operator refuses this APN',
    /Choose another APN in Modem/u,
  ],
  'no-address': [
    {
      link: 'address',
      reason: 'no_lease',
      modem: { address: null },
      heal: { state: 'waiting', rung: 'session', attempt: 1, afterMs: 5_000 },
    },
    'The operator gives no address',
    /Next: a new session in\s\d+\s(?:s|min)/u,
  ],
  'no-internet': [
    {
      link: 'internet',
      reason: 'probe_failed',
      heal: { state: 'waiting', rung: 'daemons', attempt: 3, afterMs: 20_000 },
    },
    'Nothing comes back',
    /Next: the services anew in\s\d+\s(?:s|min)/u,
  ],
  'sign-in-page': [
    { link: 'internet', reason: 'captive_portal', heal: { state: 'idle' } },
    'A sign-in page is in the way',
    /Sign in there, on a phone in this WiFi/u,
  ],
  'switched-off': [
    { link: 'session', reason: 'data_off', state: 'off', heal: { state: 'paused', pausedBy: 'user' } },
    'Switched off',
    /Connect to go online/u,
  ],
  'cap-reached': [
    {
      link: 'internet',
      reason: 'cap_reached',
      state: 'off',
      isCapReached: true,
      heal: { state: 'paused', pausedBy: 'cap' },
    },
    'The data is used up',
    /Raise the limit, or wait for the renewal/u,
  ],
};
