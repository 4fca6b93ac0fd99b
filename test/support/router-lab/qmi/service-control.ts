import { failed, OK, QMI_ERROR, tlv, u16, u8 } from '#test/support/router-lab/qmi/bytes';
import { type Answers } from '#test/support/router-lab/qmi/service';

/** Service number, major and minor version. */
const VERSIONS = [
  [0, 1, 5],
  [1, 1, 67],
  [2, 1, 14],
  [3, 1, 25],
  [5, 1, 10],
  [0x0b, 1, 46],
  [0x1a, 1, 16],
] as const;

export const control: Answers = {
  0x20: () => [OK, tlv(1, u16(1))],
  0x21: () => [
    OK,
    tlv(
      1,
      u8(VERSIONS.length),
      ...VERSIONS.map(([service, major, minor]) => Buffer.concat([u8(service), u16(major), u16(minor)])),
    ),
  ],
  0x22: (request, modem) => {
    const service = request[1]?.[0] ?? 0;
    if (!VERSIONS.some(([known]) => known === service)) return [failed(QMI_ERROR.invalidServiceType)];
    return [OK, tlv(1, u8(service, modem.newClient(service)))];
  },
  0x23: (request, modem) => {
    const [service = 0, client = 0] = request[1] ?? [];
    modem.releaseClient(service, client);
    return [OK, tlv(1, u8(service, client))];
  },
  // Raw IP.
  0x26: () => [OK, tlv(0x10, u16(2))],
  0x27: (_, modem) => {
    modem.forgetClients();
    return [OK];
  },
  0xff00: () => [OK],
};
