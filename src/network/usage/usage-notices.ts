import type { RouterView } from '#contract/entities/router';
import type { RouterUsage } from '#contract/entities/router-usage';
import type { NewNotice, NoticeBoard } from '#kernel/notice-board';

const NEWS: Readonly<Partial<Record<RouterUsage['state'], NewNotice>>> = {
  warn_80: { code: 'data_low', level: 'info', message: '80 % of the data are used' },
  warn_95: { code: 'data_low', level: 'warning', message: '95 % of the data are used' },
  reached: { code: 'data_used_up', level: 'error', message: 'All the data is used: phones are offline' },
};
const USED_UP_SLOW: NewNotice = {
  code: 'data_used_up',
  level: 'warning',
  message: 'All the data is used: phones are slow',
};

/** Says once that the month's data goes to its end, also to those who do not look at the network panel. */
export class UsageNotices {
  readonly #notices: Pick<NoticeBoard, 'post' | 'clear'>;
  #said = '';

  constructor(notices: Pick<NoticeBoard, 'post' | 'clear'>) {
    this.#notices = notices;
  }

  /** What the router says has changed; while it says nothing, what was said holds. */
  look({ status, isDemo }: Pick<RouterView, 'status' | 'isDemo'>): void {
    if (status === null || isDemo) return;
    const { state, action } = status.usage;
    const news = state === 'reached' && action === 'throttle' ? USED_UP_SLOW : NEWS[state];
    const said = news?.message ?? '';
    if (said === this.#said) return;
    this.#said = said;
    for (const code of ['data_low', 'data_used_up'] as const) if (code !== news?.code) this.#notices.clear(code);
    if (news) this.#notices.post(news);
  }
}
