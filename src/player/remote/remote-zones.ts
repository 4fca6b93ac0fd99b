import type { ZoneId } from '#contract/entities/ids';
import type { RemoteZone } from '#contract/entities/remote-zone';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { HandlersOf } from '#contract/routes';
import { KeyNotShown, ZoneNotFound } from '#player/errors';
import type { RemoteKeys } from '#player/remote/remote-ports';

/** The keys of one zone, and whose key was seen there last. */
export interface RemoteAccess {
  readonly keys: RemoteKeys;
  seen: string | undefined;
}

export interface RemoteZonesDeps {
  readonly zones: () => readonly ZoneSetting[];
  readonly keysOf: (zoneId: ZoneId) => RemoteKeys;
}

/** First contact with other Pis: which key is whose, confirmed on the touchscreen. */
export class RemoteZones implements HandlersOf<'getRemote' | 'trustRemote' | 'forgetRemote'> {
  readonly #deps: RemoteZonesDeps;
  readonly #access = new Map<ZoneId, RemoteAccess>();

  constructor(deps: RemoteZonesDeps) {
    this.#deps = deps;
  }

  accessOf(id: ZoneId): RemoteAccess {
    const known = this.#access.get(id) ?? { keys: this.#deps.keysOf(id), seen: undefined };
    this.#access.set(id, known);
    return known;
  }

  readonly getRemote = ({ id }: { readonly id: ZoneId }): Promise<RemoteZone> => this.#view(id);

  /** Only what is on the screen can be confirmed: a key that changed meanwhile is asked for again. */
  readonly trustRemote = async (request: {
    readonly id: ZoneId;
    readonly fingerprint: string;
  }): Promise<RemoteZone> => {
    const { id, fingerprint } = request;
    this.#hostOf(id);
    const access = this.accessOf(id);
    if (access.seen !== fingerprint) throw new KeyNotShown(id);
    await access.keys.trust(fingerprint);
    return this.#view(id);
  };

  readonly forgetRemote = async ({ id }: { readonly id: ZoneId }): Promise<RemoteZone> => {
    this.#hostOf(id);
    await this.accessOf(id).keys.forget();
    return this.#view(id);
  };

  async #view(id: ZoneId): Promise<RemoteZone> {
    const host = this.#hostOf(id);
    const { keys, seen } = this.accessOf(id);
    const publicKey = await keys.publicKey();
    return { host, publicKey, fingerprint: seen ?? null, pinnedFingerprint: keys.fingerprint ?? null };
  }

  #hostOf(id: ZoneId): string {
    const remote = this.#deps.zones().find((zone) => zone.id === id)?.remote;
    if (!remote) throw new ZoneNotFound(id);
    return remote.host;
  }
}
