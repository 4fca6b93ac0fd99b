/** What the emulated QMI modem is and is asked to be; every field can be set over its control socket. */
export interface ModemState {
  rssi: number;
  rsrp: number;
  rsrq: number;
  /** In tenths of a dB. */
  snr: number;
  rat: 'gsm' | 'umts' | 'lte' | 'none';
  /** 1 registered, 2 searching, 3 denied. */
  registration: number;
  roaming: boolean;
  mcc: number;
  mnc: number;
  operator: string;
  apnOk: readonly string[];
  model: string;
  imei: string;
  imsi: string;
  iccid: string;
  msisdn: string;
  mode: number;
  pin: 'disabled' | 'locked' | 'verified';
  pinCode: string;
  pinTries: number;
  hasSim: boolean;
  address: string;
  gateway: string;
  dns: readonly string[];
  modePreference: number;
  lteBandPreference: string;
}

export function newModemState(): ModemState {
  return {
    rssi: -67,
    rsrp: -97,
    rsrq: -11,
    snr: 104,
    rat: 'lte',
    registration: 1,
    roaming: false,
    mcc: 234,
    mnc: 20,
    operator: '3',
    apnOk: ['internet', '3internet', ''],
    model: 'E3372',
    imei: '861821023456789',
    imsi: '234201234567890',
    iccid: '8944200012345678901',
    msisdn: '447700900123',
    mode: 0,
    pin: 'disabled',
    pinCode: '1234',
    pinTries: 3,
    hasSim: true,
    address: '100.64.0.28',
    gateway: '100.64.0.1',
    dns: ['100.64.0.1', '203.0.113.53'],
    modePreference: 0x1c,
    lteBandPreference: '0x80004',
  };
}

export const RADIO_INTERFACE = { none: 0, gsm: 4, umts: 5, lte: 8 } as const;
/** Location area and cell, the same all day. */
export const AREA = 0x1234;
export const CELL = 0x0a1b2c3;
