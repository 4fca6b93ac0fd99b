import type { ApiClient } from '#contract/client';
import type { ZoneId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';
import { positionAt } from '#renderer/shared/api/position.ts';
import type { ServiceClock } from '#renderer/shared/api/service-clock.ts';
import { Ticker } from '#renderer/shared/api/ticker.svelte.ts';
import { ZoneCommands, type ZoneOverlay } from '#renderer/shared/api/zone-commands.ts';

export interface ZonesControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  readonly clock: ServiceClock;
  readonly fail: (error: unknown) => void;
}

interface PendingOverlay {
  readonly id: number;
  readonly zoneId: ZoneId;
  readonly overlay: ZoneOverlay;
}

const REMEMBERED_ZONE = 'carputer.zone';

/** The zones as the service tells them, with what was just tapped already shown, and the zone in hand. */
export class ZonesController {
  readonly commands: ZoneCommands;
  readonly #deps: ZonesControllerDeps;
  readonly #ticker: Ticker;
  #zones = $state.raw<readonly Zone[]>([]);
  #pending = $state.raw<readonly PendingOverlay[]>([]);
  #chosenId = $state(recall());
  #lastPendingId = 0;
  readonly #list = $derived(this.#zones.map((zone) => withOverlays(zone, this.#pending)));

  constructor(deps: ZonesControllerDeps) {
    this.#deps = deps;
    this.#ticker = new Ticker(() => deps.clock.uptimeMs());
    this.commands = new ZoneCommands({
      client: deps.client,
      zone: (id) => this.byId(id),
      uptimeMs: () => deps.clock.uptimeMs(),
      positionMs: (zone) => positionAt(zone, deps.clock.uptimeMs()),
      run: (id, overlay, call) => this.#run(id, overlay, call),
    });
  }

  get list(): readonly Zone[] {
    return this.#list;
  }

  /** The zone that the transport steers. */
  get current(): Zone | undefined {
    return this.byId(this.#chosenId) ?? this.#list[0];
  }

  get withPicture(): readonly Zone[] {
    return this.#list.filter((zone) => zone.hasVideo);
  }

  byId(id: string | undefined): Zone | undefined {
    return this.#list.find((zone) => zone.id === id);
  }

  choose(id: ZoneId): void {
    this.#chosenId = id;
    localStorage.setItem(REMEMBERED_ZONE, id);
  }

  /** A command is on its way. */
  isBusy(id: ZoneId): boolean {
    return this.#pending.some((one) => one.zoneId === id);
  }

  /** Where the zone is now; what reads it is drawn again four times a second while the zone plays. */
  positionMs(zone: Zone): number {
    const uptimeMs = zone.status === 'playing' ? this.#ticker.nowMs : this.#deps.clock.uptimeMs();
    return positionAt(zone, uptimeMs);
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: (snapshot) => {
        this.#zones = snapshot.zones;
        this.#pending = [];
      },
      onEvent: (event) => {
        if (event.type === 'zone.changed') this.#take(event.zone);
      },
    });
  }

  #take(zone: Zone): void {
    const isKnown = this.#zones.some((one) => one.id === zone.id);
    this.#zones = isKnown ? this.#zones.map((one) => (one.id === zone.id ? zone : one)) : [...this.#zones, zone];
  }

  async #run(zoneId: ZoneId, overlay: ZoneOverlay, call: () => Promise<Zone>): Promise<boolean> {
    this.#lastPendingId += 1;
    const id = this.#lastPendingId;
    this.#pending = [...this.#pending, { id, zoneId, overlay }];
    try {
      const answer = await call();
      const known = this.#zones.find((zone) => zone.id === answer.id);
      // An event of a newer state may have overtaken the answer.
      if (!known || answer.atUptimeMs >= known.atUptimeMs) this.#take(answer);
      return true;
    } catch (error) {
      this.#deps.fail(error);
      return false;
    } finally {
      this.#pending = this.#pending.filter((one) => one.id !== id);
    }
  }
}

function withOverlays(zone: Zone, pending: readonly PendingOverlay[]): Zone {
  return pending.reduce<Zone>((shown, one) => (one.zoneId === zone.id ? { ...shown, ...one.overlay } : shown), zone);
}

function recall(): string | undefined {
  return typeof localStorage === 'undefined' ? undefined : (localStorage.getItem(REMEMBERED_ZONE) ?? undefined);
}
