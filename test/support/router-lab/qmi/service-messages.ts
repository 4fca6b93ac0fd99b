import { failed, OK, QMI_ERROR, tlv, u16, u32, u8 } from '#test/support/router-lab/qmi/bytes';
import { type Answers } from '#test/support/router-lab/qmi/service';

/** What was read, what is new, what was written here. */
export const TAG = { read: 0, unread: 1, unsent: 3 } as const;
const IN_MODEM = 1;

/** WMS: the message store of the modem (storage 1), and sending. */
export const messages: Answers = {
  0x01: () => [OK],
  0x20: (request, modem) => {
    if (modem.state.registration !== 1) return [failed(QMI_ERROR.wmsCauseCode), tlv(0x12, u16(38), u8(0))];
    const given = request[1] ?? Buffer.alloc(3);
    return [OK, tlv(1, u16(modem.sent.push(given.subarray(3, 3 + given.readUInt16LE(1)))))];
  },
  0x21: (request, modem) => {
    const given = request[1] ?? Buffer.alloc(4);
    return [OK, tlv(1, u32(modem.store(Buffer.from(given.subarray(4, 4 + given.readUInt16LE(2))), TAG.unsent)))];
  },
  0x22: (request, modem) => {
    const message = request[1]?.[0] === IN_MODEM ? modem.inbox.get(request[1].readUInt32LE(1)) : undefined;
    if (message === undefined) return [failed(QMI_ERROR.invalidIndex)];
    const { tag, pdu } = message;
    if (tag === TAG.unread) message.tag = TAG.read;
    return [OK, tlv(1, u8(tag, 6), u16(pdu.length), pdu)];
  },
  0x24: (request, { inbox }) => {
    const tag = request[0x11]?.[0];
    if (request[0x10]) inbox.delete(request[0x10].readUInt32LE(0));
    else for (const [index, message] of inbox) if (tag === undefined || message.tag === tag) inbox.delete(index);
    return [OK];
  },
  0x30: () => [OK, tlv(1, u8(IN_MODEM))],
  0x31: (request, { inbox }) => {
    const tag = request[0x11]?.[0];
    const found = [...inbox].filter(([, message]) => tag === undefined || message.tag === tag);
    const listed = request[1]?.[0] === IN_MODEM ? found : [];
    return [
      OK,
      tlv(1, u32(listed.length), ...listed.map(([index, message]) => Buffer.concat([u32(index), u8(message.tag)]))),
    ];
  },
  0x32: () => [OK],
  0x33: () => [failed(QMI_ERROR.notSupported)],
};
