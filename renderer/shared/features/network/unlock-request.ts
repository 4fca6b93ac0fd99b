import type { RequestOf } from '#contract/routes';

const PIN = /^\d{4,8}$/u;
const PUK = /^\d{8}$/u;

export interface Unlocking {
  readonly modemId: string;
  /** With a PUK it is the new one. */
  readonly pin: string;
  readonly puk?: string;
}

/** Undefined for what no SIM could take: that would cost one of a few tries. */
export function unlockRequest({ modemId, pin, puk }: Unlocking): RequestOf<'enterPin'> | undefined {
  if (!PIN.test(pin) || (puk !== undefined && !isPuk(puk))) return undefined;
  return { modemId, pin, ...(puk !== undefined && { puk }) };
}

export function isPuk(text: string): boolean {
  return PUK.test(text);
}
