import type { Notice } from '#contract/entities/notice';
import type { Session } from '#renderer/shared/api/session.ts';
import { words } from '#renderer/shared/i18n/words.ts';

export interface NoticeText {
  readonly what: string;
  /** Empty where there is nothing to do. */
  readonly todo: string;
}

/** What happened, and what can be done about it. */
export function noticeText(notice: Notice, { volumes, zones }: Pick<Session, 'volumes' | 'zones'>): NoticeText {
  const stick = volumes.byId(notice.volumeId ?? undefined)?.label;
  const seat = zones.byId(notice.zoneId ?? undefined)?.name;
  const { message, level, code } = notice;
  return { what: words.notices.what[code]({ message, level, stick, seat }), todo: words.notices.todo[code] };
}
