import { failed, ip4, OK, QMI_ERROR, text8, tlv, u16, u32, u64, u8 } from '#test/support/router-lab/qmi/bytes';
import { type Answers } from '#test/support/router-lab/qmi/service';

const ALL_HANDLES = 0xffffffff;

/** WDS: the data call. A client that has one keeps it until it stops it, is released, or the network ends it. */
export const data: Answers = {
  0x20: (request, modem, client) => {
    const { state } = modem;
    const handle = modem.calls.get(client);
    if (handle !== undefined) return [failed(QMI_ERROR.noEffect), tlv(1, u32(handle))];
    if (state.registration !== 1) {
      return [failed(QMI_ERROR.callFailed), tlv(0x10, u16(3)), tlv(0x11, u16(3), u16(2001))];
    }
    if (!state.apnOk.includes(request[0x14]?.toString() ?? '')) {
      return [failed(QMI_ERROR.callFailed), tlv(0x10, u16(1)), tlv(0x11, u16(6), u16(33))];
    }
    return [OK, tlv(1, u32(modem.beginCall(client)))];
  },
  0x21: (request, modem, client) => {
    const handle = request[1]?.readUInt32LE(0);
    if (handle !== ALL_HANDLES && modem.calls.get(client) !== handle) {
      return [failed(modem.calls.size > 0 ? QMI_ERROR.invalidHandle : QMI_ERROR.noEffect)];
    }
    modem.endCall(client);
    return [OK];
  },
  0x22: (_, modem) => [OK, tlv(1, u8(modem.calls.size > 0 ? 2 : 1))],
  0x23: () => [OK, tlv(1, u32(50e6), u32(150e6), u32(50e6), u32(150e6))],
  0x24: () => [OK, tlv(0x10, u32(120)), tlv(0x11, u32(240)), tlv(0x19, u64(0n)), tlv(0x1a, u64(0n))],
  0x27: () => [OK, tlv(1, u8(0, 2))],
  0x28: () => [OK],
  0x29: () => [OK],
  0x2a: () => [OK, tlv(1, u8(1, 0, 1), text8('default'))],
  0x2b: (_, { state }) => [
    OK,
    tlv(0x10, Buffer.from('default')),
    tlv(0x11, u8(0)),
    tlv(0x14, Buffer.from(state.apnOk[0] ?? '')),
    tlv(0x1d, u8(0)),
  ],
  0x2d: (_, { calls, state }) =>
    calls.size === 0
      ? [failed(QMI_ERROR.outOfCall)]
      : [
          OK,
          tlv(0x11, u8(0)),
          tlv(0x14, Buffer.from(state.apnOk[0] ?? '')),
          tlv(0x15, ip4(state.dns[0] ?? '0.0.0.0')),
          tlv(0x16, ip4(state.dns[1] ?? '0.0.0.0')),
          tlv(0x1e, ip4(state.address)),
          tlv(0x20, ip4(state.gateway)),
          tlv(0x21, ip4('255.255.255.0')),
          tlv(0x29, u32(1500)),
          tlv(0x2b, u8(4)),
        ],
  0x4d: () => [OK],
  0x00: () => [OK],
  0x01: () => [OK],
  0x03: () => [OK],
};

/** WDA: the data format, raw IP whatever is asked for. */
export const dataFormat: Answers = { 0x20: rawIp, 0x21: rawIp };

function rawIp(): Buffer[] {
  const none = [0x12, 0x13, 0x14, 0x15, 0x16].map((type) => tlv(type, u32(0)));
  return [OK, tlv(0x10, u8(0)), tlv(0x11, u32(2)), ...none];
}
