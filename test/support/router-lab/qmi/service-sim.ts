import { swapped } from '#test/support/router-lab/sms-pdu';
import { failed, OK, QMI_ERROR, tlv, u16, u8 } from '#test/support/router-lab/qmi/bytes';
import { type ModemState } from '#test/support/router-lab/qmi/modem-state';
import { device, PIN_STATE } from '#test/support/router-lab/qmi/service-device';
import { type Answers } from '#test/support/router-lab/qmi/service';

const APPLICATION_READY = 7;
const APPLICATION_WANTS_PIN = 2;

/** UIM: the SIM and its files. */
export const sim: Answers = {
  0x20: (request, { state }) => {
    const content = file(state, request[2]?.readUInt16LE(0) ?? 0);
    return content === undefined
      ? [failed(QMI_ERROR.notSupported), tlv(0x10, u8(0x6a, 0x82))]
      : [OK, tlv(0x10, u8(0x90, 0)), tlv(0x11, u16(content.length), content)];
  },
  0x26: (request, modem, client) => device[0x28]?.({ 1: request[2] }, modem, client) ?? [],
  0x2e: () => [OK],
  0x2f: (_, { state }) => [OK, tlv(0x10, cardStatus(state))],
};

/** One slot, one application. */
function cardStatus(state: ModemState): Buffer {
  const none = u16(0xffff);
  if (!state.hasSim) return Buffer.concat([none, none, none, none, u8(1, 0, 0, 0, 0, 0, 0)]);
  return Buffer.concat([
    u16(0),
    none,
    none,
    none,
    u8(1, 1, 0, 0, 0, 0, 1),
    u8(2, state.pin === 'locked' ? APPLICATION_WANTS_PIN : APPLICATION_READY, 2, 0, 0, 0, 7),
    Buffer.from('a0000000871002', 'hex'),
    u8(0, PIN_STATE[state.pin], state.pinTries, 10, 1, 3, 10),
  ]);
}

/** Files of the SIM by number: ICCID, IMSI, its lengths, the operator's name. */
function file(state: ModemState, number: number): Buffer | undefined {
  switch (number) {
    case 0x2fe2:
      return swapped(state.iccid);
    case 0x6f07:
      return Buffer.concat([u8(8), swapped(`9${state.imsi}`)]);
    case 0x6fad:
      return u8(0, 0, 0, 2);
    case 0x6f46:
      return Buffer.concat([u8(0), Buffer.from(state.operator.padEnd(16, '\xff'), 'latin1')]);
    default:
      return undefined;
  }
}
