import type { RouterLink, RouterView } from '#contract/entities/router';
import type { RouterStatus } from '#contract/entities/router-status';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import { freshStatus, STALE_MS } from '#network/link/fresh-status';
import { linkAtStart } from '#network/link/link-rules';
import { RouterSession } from '#network/link/router-session';
import { barsOf } from '#network/link/signal-bars';
import type { SignalHistory } from '#network/link/signal-history';
import { SignalLog } from '#network/link/signal-log';
import { MessageCache } from '#network/messages/message-cache';
import { NoRouter } from '#network/errors';
import type { MessageStore, RouterShell, RouterTrust, SignalStore } from '#network/ports';
import type { DataOf, VerbName } from '#network/protocol/verbs';

export interface RouterServiceDeps {
  /** Undefined: there is no router, not even a simulated one. */
  readonly way: { readonly shell: RouterShell; readonly trust: RouterTrust } | undefined;
  readonly isDemo: boolean;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly messages?: MessageStore;
  readonly signal?: SignalStore;
}

const MOST_MESSAGES = 500;

/** What the router is doing, as far as it is known, and the way to ask it for something. */
export class RouterService {
  readonly messages: MessageCache;
  readonly #deps: RouterServiceDeps;
  readonly #session: RouterSession | undefined;
  readonly #noLink: RouterLink;
  readonly #signal: SignalLog;
  #status: RouterStatus | undefined;
  #heardAtMs = 0;
  #bars: number | undefined;
  #staleTimer: NodeJS.Timeout | undefined;
  /** A change of the hotspot that this machine began, and whether the connection was lost since. */
  #ownChange: { readonly id: string; hasBeenAway: boolean; isBeingKept: boolean } | undefined;

  constructor(deps: RouterServiceDeps) {
    this.#deps = deps;
    const { clock, logger, random, way } = deps;
    this.#noLink = { ...linkAtStart(undefined, clock.uptimeMs()), state: 'none' };
    const readMessages = async () => (await this.ask('sms-list', { limit: MOST_MESSAGES })).messages;
    this.messages = new MessageCache(readMessages, deps.messages);
    this.#signal = new SignalLog(deps.signal);
    this.#session =
      way &&
      new RouterSession({
        ...{ ...way, clock, random, logger: logger.child({ part: 'router' }) },
        onOpen: () => this.#opened(),
        onLink: (link) => this.#linkChanged(link),
        onStatus: (status, atMs) => this.#heard(status, atMs),
        onMessages: () => this.#messagesChanged(),
      });
  }

  start(): void {
    this.#session?.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#staleTimer);
    await this.#session?.stop();
    this.#signal.flush();
  }

  get view(): RouterView {
    const status = freshStatus(this.#status, this.#heardAtMs, this.#deps.clock.uptimeMs());
    return {
      isDemo: this.#deps.isDemo,
      link: this.#session?.link ?? this.#noLink,
      status,
      heardAtUptimeMs: this.#status === undefined ? null : this.#heardAtMs,
      bars: status === null ? null : (this.#bars ?? null),
    };
  }

  get history(): SignalHistory {
    return this.#signal.history;
  }

  async ask<Name extends VerbName>(name: Name, args?: object): Promise<DataOf<Name>> {
    if (!this.#session) throw new NoRouter();
    return this.#session.ask(name, args);
  }

  /** What is remembered of a router that is no longer ours. */
  forget(): void {
    this.messages.forget();
    this.#signal.forget();
  }

  /** A key was confirmed or forgotten, or this machine was enrolled. */
  trustChanged(): void {
    this.#session?.trustChanged();
  }

  /** Kept without a question once this machine has found the hotspot again under its new name. */
  expectReturn(changeId: string): void {
    this.#ownChange = { id: changeId, hasBeenAway: false, isBeingKept: false };
  }

  #opened(): void {
    this.messages.expire();
    void this.#readHistory();
  }

  #linkChanged(link: RouterLink): void {
    if (link.state !== 'online' && this.#ownChange) this.#ownChange.hasBeenAway = true;
    this.#publish();
  }

  #heard(status: RouterStatus, atMs: number): void {
    const before = this.#status;
    this.#status = status;
    this.#heardAtMs = atMs;
    const modem = status.modems.find(({ id }) => id === status.uplink.modemId) ?? status.modems[0];
    this.#bars = barsOf(modem?.signal, this.#bars);
    this.#signal.heard(status);
    clearTimeout(this.#staleTimer);
    const staleMs = atMs + STALE_MS - this.#deps.clock.uptimeMs();
    this.#staleTimer = setTimeout(() => this.#publish(), staleMs).unref();
    this.#publish();
    if (before?.messages.revision !== status.messages.revision) this.#messagesChanged();
    void this.#keepOwnChange(status);
  }

  #messagesChanged(): void {
    this.messages.expire();
    this.#deps.events.publish({ type: 'messages.changed' });
  }

  async #readHistory(): Promise<void> {
    try {
      this.#signal.told((await this.ask('signal-history')).samples);
    } catch (error) {
      this.#deps.logger.debug({ err: error }, 'the router told no history');
    }
  }

  async #keepOwnChange({ change }: RouterStatus): Promise<void> {
    const own = this.#ownChange;
    if (!own || change?.id === undefined) return;
    if (change.id !== own.id) this.#ownChange = undefined;
    else if (own.hasBeenAway && !own.isBeingKept) {
      own.isBeingKept = true;
      try {
        await this.ask('confirm', { changeId: own.id });
        if (this.#ownChange === own) this.#ownChange = undefined;
      } catch (error) {
        // It may still be at it: as long as the change waits, each news of it asks again.
        own.isBeingKept = false;
        this.#deps.logger.warn({ err: error }, 'the change of the hotspot could not be confirmed');
      }
    }
  }

  #publish(): void {
    this.#deps.events.publish({ type: 'router.changed', router: this.view });
  }
}
