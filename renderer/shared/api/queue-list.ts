import type { ZoneId } from '#contract/entities/ids';
import type { QueueEntry } from '#contract/entities/zone';
import { PagedList } from '#renderer/shared/api/paged-list.svelte.ts';
import type { Session } from '#renderer/shared/api/session.ts';

const SETTLE_MS = 80;

/** The queue of one zone, read again when it or what plays changes. */
export class QueueList {
  readonly list: PagedList<QueueEntry>;
  readonly #session: Session;
  readonly #zoneId: ZoneId;

  constructor(session: Session, zoneId: ZoneId) {
    this.#session = session;
    this.#zoneId = zoneId;
    this.list = new PagedList((offset, limit, signal) =>
      session.client.call('listQueue', { id: zoneId, offset, limit }, signal),
    );
  }

  /** Shows an entry at another place at once; what the service refuses goes back. */
  async move(from: number, to: number): Promise<void> {
    const entry = this.list.at(from);
    if (!entry) return;
    this.list.move(from, to);
    if (!(await this.#session.zones.commands.moveInQueue(this.#zoneId, entry.entryId, to))) this.list.reload();
  }

  connect(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let playing = this.#session.zones.byId(this.#zoneId)?.queueIndex;
    const soon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.list.reload();
      }, SETTLE_MS);
    };
    const unsubscribe = this.#session.feed.subscribe({
      onSnapshot: soon,
      onEvent: (event) => {
        if (event.type === 'queue.changed' && event.zoneId === this.#zoneId) soon();
        if (event.type === 'volumes.changed') soon();
        if (event.type === 'zone.changed' && event.zone.id === this.#zoneId && event.zone.queueIndex !== playing) {
          playing = event.zone.queueIndex;
          soon();
        }
      },
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
      this.list.close();
    };
  }
}
