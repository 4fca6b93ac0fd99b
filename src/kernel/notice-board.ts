import type { Notice } from '#contract/entities/notice';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';

export type NewNotice = Pick<Notice, 'code' | 'level' | 'message'> & Partial<Pick<Notice, 'zoneId' | 'volumeId'>>;

export interface NoticeBoardDeps {
  readonly events: EventSink;
  readonly clock: Clock;
}

/** What the driver should know now: one notice per code, zone and volume. */
export class NoticeBoard {
  readonly #deps: NoticeBoardDeps;
  readonly #notices = new Map<string, Notice>();

  constructor(deps: NoticeBoardDeps) {
    this.#deps = deps;
  }

  post(news: NewNotice): Notice {
    const { zoneId = null, volumeId = null, ...rest } = news;
    const id = [news.code, zoneId, volumeId].filter((part) => part !== null).join(':');
    const notice: Notice = { id, ...rest, zoneId, volumeId, atUptimeMs: this.#deps.clock.uptimeMs() };
    this.#notices.set(id, notice);
    this.#deps.events.publish({ type: 'notice.posted', notice });
    return notice;
  }

  /** Takes away the notices of `code`, of one volume or zone where given. */
  clear(code: Notice['code'], of: Partial<Pick<Notice, 'zoneId' | 'volumeId'>> = {}): void {
    for (const notice of this.list()) {
      if (notice.code !== code) continue;
      if (of.zoneId !== undefined && notice.zoneId !== of.zoneId) continue;
      if (of.volumeId !== undefined && notice.volumeId !== of.volumeId) continue;
      this.dismiss(notice.id);
    }
  }

  dismiss(noticeId: string): void {
    if (this.#notices.delete(noticeId)) this.#deps.events.publish({ type: 'notice.cleared', noticeId });
  }

  list(): Notice[] {
    return [...this.#notices.values()];
  }
}
