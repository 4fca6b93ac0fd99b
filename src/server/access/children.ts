import { z } from 'zod';

import { zone as zoneShape } from '#contract/entities/zone';
import { zoneId, type ZoneId } from '#contract/entities/ids';
import type { ServerEvent, Snapshot } from '#contract/events';
import type { RouteName } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import type { Caller } from '#server/access/authenticator';
import { CHILD_RULES, type ChildRule } from '#server/access/child-rules';
import { Forbidden } from '#server/api/request-errors';

class ZoneNotForChildren extends AppError {
  readonly code = 'zone_not_found';
  constructor(id: ZoneId) {
    super(`There is no zone ${id}`, { zoneId: id });
  }
}

type Asked = Readonly<Record<string, unknown>>;

const asked = z.record(z.string(), z.unknown());
const zones = z.array(zoneShape);

/**
 * Whom a zone for children holds. As long as one is, every phone is a child's that is neither an owner's nor said to be
 * a grown-up's in Set-up: for it there are the zones for children alone and what they may play, whatever it names or
 * leaves out, by every route and on the event socket. The touchscreen and all other phones lose nothing. What may be
 * played in such a zone is held elsewhere, by the zone, whoever asks.
 */
export class Children {
  readonly #kidZones: () => readonly ZoneId[];

  /** Which zones are for children now, in the order of Set-up. */
  constructor(kidZones: () => readonly ZoneId[]) {
    this.#kidZones = kidZones;
  }

  /** The only zones that there are for the caller; undefined for whoever is not held. */
  zonesOf(caller: Caller): readonly ZoneId[] | undefined {
    if (caller.role !== 'phone' || caller.device.isOwner || caller.device.isGrownUp) return undefined;
    const kidZones = this.#kidZones();
    return kidZones.length === 0 ? undefined : kidZones;
  }

  /** A parsed request as the route may see it. Throws where it is not for a child. */
  held(name: RouteName, request: unknown, caller: Caller): unknown {
    const own = this.zonesOf(caller);
    if (own === undefined) return request;
    const body = asked.parse(request);
    switch (ruleOf(name)) {
      case 'view':
        return { ...body, zoneId: own.find((id) => id === body['zoneId']) ?? own[0] };
      case 'zone':
        requireOwn(body, own);
        return request;
      case 'closed':
        throw new Forbidden('Not from a child’s phone: Set-up, Phones says whose is one');
      case 'zones':
      case 'open':
        return request;
    }
  }

  /** An answer without the zones that are not there for the caller. */
  answer(name: RouteName, result: unknown, caller: Caller): unknown {
    const own = this.zonesOf(caller);
    if (own === undefined || ruleOf(name) !== 'zones') return result;
    return zones.parse(result).filter(({ id }) => own.includes(id));
  }
}

/** A snapshot for somebody for whom there are these zones alone. */
export function snapshotOf(snapshot: Snapshot, own: readonly ZoneId[] | undefined): Snapshot {
  if (own === undefined) return snapshot;
  return { ...snapshot, zones: snapshot.zones.filter(({ id }) => own.includes(id)) };
}

/** Whether an event is of no zone, or of one of these. */
export function isEventOf(event: ServerEvent, own: readonly ZoneId[] | undefined): boolean {
  if (own === undefined) return true;
  switch (event.type) {
    case 'zone.changed':
      return own.includes(event.zone.id);
    case 'queue.changed':
      return own.includes(event.zoneId);
    default:
      return true;
  }
}

/** Of routes that no phone may call nothing has to be held. */
function ruleOf(name: RouteName): ChildRule {
  return isPhoneRoute(name) ? CHILD_RULES[name] : 'open';
}

function isPhoneRoute(name: RouteName): name is keyof typeof CHILD_RULES {
  return Object.hasOwn(CHILD_RULES, name);
}

function requireOwn(body: Asked, own: readonly ZoneId[]): void {
  for (const key of ['id', 'toZoneId']) {
    const named = zoneId.optional().parse(body[key]);
    if (named !== undefined && !own.includes(named)) throw new ZoneNotForChildren(named);
  }
}
