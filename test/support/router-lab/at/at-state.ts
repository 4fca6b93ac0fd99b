/** What the emulated AT stick is and is asked to be; every field can be set over its control socket. */
export interface AtState {
  /** As AT+CSQ counts: -113 dBm and 2 dB a step. */
  csq: number;
  /** As ^HCSQ counts: RSRP -140 dBm and 1 dB, SINR -20 dB and 0.2 dB, RSRQ -19.5 dB and 0.5 dB a step. */
  rsrp: number;
  sinr: number;
  rsrq: number;
  /** 1 home, 2 searching, 3 denied, 5 roaming. */
  reg: number;
  operator: string;
  pin: 'READY' | 'SIM PIN';
  pinCode: string;
  pinTries: number;
  address: string;
  gateway: string;
  apnOk: readonly string[];
  isRadioOn: boolean;
}

export function newAtState(): AtState {
  return {
    csq: 22,
    rsrp: 44,
    sinr: 151,
    rsrq: 18,
    reg: 1,
    operator: '3 UK',
    pin: 'READY',
    pinCode: '1234',
    pinTries: 3,
    address: '100.64.1.28',
    gateway: '100.64.1.1',
    apnOk: ['internet', '3internet', ''],
    isRadioOn: true,
  };
}
