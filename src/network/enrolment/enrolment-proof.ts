import { createHmac, timingSafeEqual } from 'node:crypto';

/** What both sides of an enrolment prove their code for. */
export interface EnrolmentParties {
  /** Of the router's host key: `SHA256:…` */
  readonly fingerprint: string;
  /** Of this machine: `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
}

/** Twelve characters without 0, 1, I and O; upper case, without dashes and blanks. Undefined for anything else. */
export function plainCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/gu, '');
  return /^[2-9A-HJ-NP-Z]{12}$/u.test(code) ? code : undefined;
}

/** Lower-case hex. The code itself never travels. */
export function enrolmentProof(code: string, parties: EnrolmentParties): string {
  return macOf('carputer-enrol-1', code, parties);
}

/** Whether the router has shown that it knows the code as well. */
export function isRoutersProof(mac: string, code: string, parties: EnrolmentParties): boolean {
  const expected = Buffer.from(routersProof(code, parties));
  const given = Buffer.from(mac);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What the router answers to a right proof. */
export function routersProof(code: string, parties: EnrolmentParties): string {
  return macOf('carputer-enrolled-1', code, parties);
}

function macOf(title: string, code: string, { fingerprint, publicKey }: EnrolmentParties): string {
  return createHmac('sha256', code).update(`${title}\n${fingerprint}\n${publicKey}\n`).digest('hex');
}
