import type { ZoneId } from '#contract/entities/ids';
import { routes, type HandlersOf, type RouteName } from '#contract/routes';
import type { Snapshot } from '#contract/events';
import type { Clock } from '#kernel/clock';
import type { EventBus } from '#kernel/event-bus';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { Authenticator } from '#server/access/authenticator';
import { Children } from '#server/access/children';
import type { KioskToken } from '#server/access/kiosk-token';
import { PairedPhones } from '#server/access/paired-phones';
import { PairingWindow } from '#server/access/pairing-window';
import { aboutHandlers, type AboutRoute } from '#server/api/about-handlers';
import { artworkHandlers, type ArtworkHandlersDeps } from '#server/api/artwork-handlers';
import type { AllHandlers } from '#server/api/endpoint';
import { phoneHandlers, type PhoneRoute } from '#server/api/phone-handlers';
import { systemHandlers, type SystemRoute } from '#server/api/system-handlers';
import { EventHub } from '#server/events/event-hub';
import { kioskHostNames, phoneHostNames } from '#server/gate/allowed-hosts';
import { HttpListener } from '#server/http-listener';
import { systemCodeOf } from '#server/listen-errors';
import { LISTENER_LIMITS } from '#server/listener-limits';
import type { AboutFacts, ArtworkFiles, DeviceStore, LogTail } from '#server/ports';

/** The server answers the other routes itself. */
export type FeatureRoute = Exclude<RouteName, SystemRoute | PhoneRoute | AboutRoute | 'getArtwork'>;

/** One object that answers every route of the features. */
export type FeatureHandlers = HandlersOf<FeatureRoute>;

export interface HttpServersDeps {
  readonly handlers: FeatureHandlers;
  readonly artwork: ArtworkFiles;
  readonly about: AboutFacts;
  readonly log: LogTail;
  /** The touchscreen shows no picture of a film now. */
  readonly hidesFilm: ArtworkHandlersDeps['hidesFilm'];
  /** Which zones are for children now, in the order of Set-up. */
  readonly kidZones: () => readonly ZoneId[];
  readonly devices: DeviceStore;
  readonly kioskToken: KioskToken;
  readonly notices: NoticeBoard;
  readonly events: EventBus;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface HttpServersOptions {
  readonly version: string;
  /** Built screens: `kiosk.html`, `remote.html`, `assets/`. */
  readonly pagesDir: string;
  /** The touchscreen's port on 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  /** Where phones connect; undefined: no phones. */
  readonly remoteHost: string | undefined;
  readonly remotePort: number;
}

const LOOPBACK = '127.0.0.1';
/** The WiFi may come up long after the service; the music must not wait for it. */
const ADDRESS_RETRY_MS = 2_000;

/** The API, the event sockets and the screens, on two listeners. */
export class HttpServers implements Part {
  readonly name = 'http';
  readonly #deps: HttpServersDeps;
  readonly #phones: PairedPhones;
  readonly #hub: EventHub;
  readonly #kioskListener: HttpListener;
  readonly #phonesListener: HttpListener | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(deps: HttpServersDeps, options: HttpServersOptions) {
    this.#deps = deps;
    this.#phones = new PairedPhones(deps.devices);
    const children = new Children(deps.kidZones);
    this.#hub = new EventHub({ ...deps, children });
    const { pagesDir, remoteHost } = options;
    const shared = {
      handlers: this.#allHandlers(options.version),
      authenticator: new Authenticator({ kioskToken: deps.kioskToken, phones: this.#phones }),
      children,
      hub: this.#hub,
      clock: deps.clock,
      logger: deps.logger,
    };
    this.#kioskListener = new HttpListener(shared, {
      listener: 'kiosk',
      place: { host: LOOPBACK, port: options.port, flag: '--port' },
      hostNames: kioskHostNames,
      pagesDir,
      limits: LISTENER_LIMITS.kiosk,
    });
    this.#phonesListener =
      remoteHost === undefined
        ? undefined
        : new HttpListener(shared, {
            listener: 'phones',
            place: { host: remoteHost, port: options.remotePort, flag: '--remote-port' },
            hostNames: phoneHostNames(remoteHost),
            pagesDir,
            limits: LISTENER_LIMITS.phones,
          });
  }

  get port(): number {
    return this.#kioskListener.port;
  }

  /** undefined: there are no phones. */
  get remotePort(): number | undefined {
    return this.#phonesListener?.port;
  }

  /** Throws `PortInUse` or `PortNotAllowed`. */
  async start(): Promise<void> {
    await this.#deps.kioskToken.load();
    this.#phones.load();
    this.#hub.start();
    await this.#kioskListener.start();
    if (this.#phonesListener) await this.#startPhones(this.#phonesListener);
  }

  async stop(): Promise<void> {
    clearInterval(this.#retry);
    const listeners = Promise.all([this.#kioskListener.stop(), this.#phonesListener?.stop()]);
    // After that, so that nobody connects again; listeners close once their sockets have.
    this.#hub.stop();
    await listeners;
  }

  async #startPhones(listener: HttpListener): Promise<void> {
    try {
      await listener.start();
    } catch (error) {
      if (systemCodeOf(error) !== 'EADDRNOTAVAIL') throw error;
      this.#deps.logger.warn({ err: error }, 'address for phones is not there yet');
      this.#retry = setInterval(() => void this.#retryPhones(listener), ADDRESS_RETRY_MS);
    }
  }

  async #retryPhones(listener: HttpListener): Promise<void> {
    try {
      await listener.start();
      clearInterval(this.#retry);
      this.#deps.logger.info({ port: listener.port }, 'phones can connect');
    } catch (error) {
      this.#deps.logger.debug({ err: error }, 'phones cannot connect yet');
    }
  }

  #allHandlers(version: string): AllHandlers {
    const { handlers, artwork, about, log, hidesFilm, events, clock, kioskToken, notices } = this.#deps;
    const own = {
      ...systemHandlers({ version, clock, kioskToken, notices }),
      ...phoneHandlers({ phones: this.#phones, pairing: new PairingWindow(clock), hub: this.#hub, events }),
      ...aboutHandlers({ about, log }),
      ...artworkHandlers({ files: artwork, hidesFilm }),
    };
    return { ...bound(handlers, Object.keys(own)), ...own };
  }
}

/** Methods of a class are no properties of its instances and lose their `this` on their own; these can be passed on. */
function bound(handlers: FeatureHandlers, ownNames: readonly string[]): FeatureHandlers {
  const names = Object.keys(routes).filter((name) => !ownNames.includes(name)) as FeatureRoute[];
  // By the type of `handlers` every name has one.
  return Object.fromEntries(names.map((name) => [name, handlers[name].bind(handlers)])) as unknown as FeatureHandlers;
}
