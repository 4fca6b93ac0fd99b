import type { Access } from '#contract/route';
import { Forbidden, Unauthorised } from '#server/api/request-errors';
import type { Caller } from '#server/access/authenticator';
import { isOwner } from '#server/access/owners';

/** Throws unless the caller may use a route of that access. */
export function requireAccess(access: Access, caller: Caller): void {
  switch (access) {
    case 'public':
    case 'local':
    case 'visitor':
      return;
    case 'paired':
      if (caller.role === 'nobody') throw new Unauthorised();
      return;
    case 'owner':
      if (caller.role === 'nobody') throw new Unauthorised();
      if (!isOwner(caller)) throw new Forbidden('Only an owner’s phone may do this: Set-up, Phones says whose is one');
      return;
    case 'kiosk':
      if (caller.role === 'nobody') throw new Unauthorised();
      if (caller.role !== 'kiosk') throw new Forbidden('Only the touchscreen may do this');
  }
}
