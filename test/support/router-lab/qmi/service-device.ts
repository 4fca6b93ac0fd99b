import { failed, OK, QMI_ERROR, tlv, u32, u64, u8 } from '#test/support/router-lab/qmi/bytes';
import { type Answers } from '#test/support/router-lab/qmi/service';

const REVISION = '22.200.09.00.00';
export const PIN_STATE = { locked: 1, verified: 2, disabled: 3 } as const;

/** DMS: what the modem is, and its PIN in the old way. */
export const device: Answers = {
  0x20: () => [OK, tlv(1, u32(50e6), u32(150e6), u8(2, 2, 3, 4, 5, 8))],
  0x21: () => [OK, tlv(1, Buffer.from('huawei'))],
  0x22: (_, { state }) => [OK, tlv(1, Buffer.from(state.model))],
  0x23: () => [OK, tlv(1, Buffer.from(REVISION))],
  0x24: (_, { state }) => [OK, tlv(1, Buffer.from(state.msisdn))],
  0x25: (_, { state }) => [OK, tlv(0x10, Buffer.from('0')), tlv(0x11, Buffer.from(state.imei)), tlv(0x12)],
  0x26: () => [OK, tlv(1, u8(0, 0))],
  0x28: (request, { state }) => {
    const given = request[1] ?? Buffer.alloc(2);
    if (given.subarray(2, 2 + (given[1] ?? 0)).toString() !== state.pinCode) {
      state.pinTries -= 1;
      return [failed(QMI_ERROR.incorrectPin), tlv(0x10, u8(state.pinTries, 10))];
    }
    state.pin = 'verified';
    state.pinTries = 3;
    return [OK];
  },
  0x2b: (_, { state }) => [OK, tlv(0x11, u8(PIN_STATE[state.pin], state.pinTries, 10)), tlv(0x12, u8(1, 3, 10))],
  0x2c: () => [OK, tlv(1, Buffer.from('CL2E3372HM'))],
  0x2d: (_, { state }) => [OK, tlv(1, u8(state.mode))],
  0x2e: (request, modem) => {
    modem.setMode(request[1]?.[0] ?? 0);
    return [OK];
  },
  0x3c: (_, { state }) => [OK, tlv(1, Buffer.from(state.iccid))],
  0x43: (_, { state }) => [OK, tlv(1, Buffer.from(state.imsi))],
  0x44: () => [OK, tlv(1, u8(0))],
  0x45: () => [OK, tlv(1, u64('0x4000000000680380')), tlv(0x10, u64('0x800c5'))],
  0x51: () => [OK, tlv(1, Buffer.from(REVISION))],
  0x00: () => [OK],
  0x01: () => [OK],
};
