import type { RequestOf } from '#contract/routes';

/** What somebody has typed of an access point; the router never tells user and password, so both begin empty. */
export interface ApnDraft {
  readonly apn: string;
  readonly user: string;
  readonly password: string;
  /** The operator asks for neither: those of before go. */
  readonly isOpen: boolean;
}

/** Of user and password only what was typed: what is left out, the router keeps. */
export function apnRequest(modemId: string, { apn, user, password, isOpen }: ApnDraft): RequestOf<'setApn'> {
  if (isOpen) return { modemId, apn, user: '', password: '' };
  return { modemId, apn, ...(user !== '' && { user }), ...(password !== '' && { password }) };
}
