import { failed, OK, QMI_ERROR, text8, tlv, u16, u32, u64, u8 } from '#test/support/router-lab/qmi/bytes';
import { AREA, CELL, type ModemState, RADIO_INTERFACE } from '#test/support/router-lab/qmi/modem-state';
import { type Answers } from '#test/support/router-lab/qmi/service';

/** E-UTRA bands as NAS numbers them. */
const EUTRAN_3 = 122;
const CHANNEL = 1617;

/** The serving system, as an answer has it and as the indication does. */
export function servingSystem(state: ModemState): Buffer[] {
  const isRegistered = state.registration === 1;
  const attached = isRegistered ? 1 : 2;
  return [
    tlv(1, u8(state.registration, attached, attached, 2, 1, RADIO_INTERFACE[state.rat])),
    tlv(0x10, u8(state.roaming ? 0 : 1)),
    tlv(0x11, u8(1, state.rat === 'lte' ? 11 : 3)),
    tlv(0x12, u16(state.mcc), u16(state.mnc), text8(state.operator)),
    tlv(0x1c, u16(AREA)),
    tlv(0x1d, u32(CELL)),
    tlv(0x21, u8(2, 3, 0, 0, 0)),
    tlv(0x24, u16(AREA)),
    tlv(0x27, u16(state.mcc), u16(state.mnc), u8(0)),
  ];
}

/** NAS: registration, signal, bands. */
export const network: Answers = {
  0x20: (_, { state }) => [
    OK,
    tlv(1, u8(state.rssi, RADIO_INTERFACE[state.rat])),
    tlv(0x11, u16(1), u8(-state.rssi, RADIO_INTERFACE[state.rat])),
    tlv(0x16, u8(state.rsrq, 8)),
    tlv(0x17, u16(state.snr)),
    tlv(0x18, u16(state.rsrp)),
  ],
  0x4f: (_, { state }) => signal(state),
  0x24: (_, { state }) => [OK, ...servingSystem(state)],
  0x25: (_, { state }) => [OK, tlv(1, u16(state.mcc), u16(state.mnc), text8(state.operator))],
  0x4d: (_, { state }) => systemInfo(state),
  0x31: (_, { state }) => [OK, tlv(1, u8(1, RADIO_INTERFACE[state.rat]), u16(EUTRAN_3), u16(CHANNEL))],
  0x34: (_, { state }) => [
    OK,
    tlv(0x11, u16(state.modePreference)),
    tlv(0x12, u64(0n)),
    tlv(0x14, u16(0xff)),
    tlv(0x15, u64(state.lteBandPreference)),
    tlv(0x16, u8(0)),
    tlv(0x18, u32(2)),
    tlv(0x19, u32(0)),
    tlv(0x1c, u8(3, 8, 5, 4)),
    tlv(0x1f, u32(1)),
  ],
  0x33: (request, { state }) => {
    if (request[0x11]) state.modePreference = request[0x11].readUInt16LE(0);
    if (request[0x15]) state.lteBandPreference = `0x${request[0x15].readBigUInt64LE(0).toString(16)}`;
    return [OK];
  },
  0x21: (_, { state }) => [
    OK,
    tlv(0x10, u16(1), u16(state.mcc), u16(state.mnc), u8(0x45), text8(state.operator)),
    tlv(0x11, u16(1), u16(state.mcc), u16(state.mnc), u8(8)),
  ],
  0x43: (_, { state }) => [
    OK,
    tlv(
      0x13,
      u8(0),
      Buffer.from('32f402', 'hex'),
      u16(AREA),
      u32(CELL),
      u16(CHANNEL),
      u16(101),
      u8(5, 20, 10, 30, 1),
      u16(101),
      u16(state.rsrq * 10),
      u16(state.rsrp * 10),
      u16(state.rssi * 10),
      u16(20),
    ),
  ],
  0x44: () => [failed(QMI_ERROR.notSupported)],
  ...Object.fromEntries([0x00, 0x02, 0x03, 0x22, 0x50, 0x67, 0x6d].map((message) => [message, () => [OK]])),
};

function signal(state: ModemState): Buffer[] {
  if (state.registration !== 1) return [failed(QMI_ERROR.deviceNotReady)];
  switch (state.rat) {
    case 'lte':
      return [OK, tlv(0x14, u8(state.rssi, state.rsrq), u16(state.rsrp), u16(state.snr))];
    case 'umts':
      return [OK, tlv(0x13, u8(state.rssi), u16(12))];
    case 'gsm':
      return [OK, tlv(0x12, u8(state.rssi))];
    case 'none':
      return [failed(QMI_ERROR.deviceNotReady)];
  }
}

function systemInfo(state: ModemState): Buffer[] {
  const none = [OK, tlv(0x12, u8(0, 0, 0)), tlv(0x13, u8(0, 0, 0))];
  if (state.registration !== 1) return [...none, tlv(0x14, u8(0, 0, 1))];
  const mnc = Buffer.from(`${String(state.mnc).padStart(2, '0')}\xff`, 'latin1').subarray(0, 3);
  return [
    ...none,
    tlv(0x14, u8(2, 2, 1)),
    tlv(
      0x19,
      u8(1, 3, 1, 3, 1, state.roaming ? 1 : 0, 1, 0, 1),
      u16(0xfffe),
      u8(1),
      u32(CELL),
      u8(0, 0, 0, 1),
      Buffer.from(String(state.mcc)),
      mnc,
      u8(1),
      u16(AREA),
    ),
  ];
}
