import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import type { OpenOutcome } from '#storage/sqlite/open-database';
import { DatabaseTooNew } from '#storage/sqlite/storage-errors';

const WORDS = {
  state: {
    code: 'state_restored',
    replaced: 'Settings and queue could not be read and start afresh; the old file is kept',
    restored: 'Settings and queue could not be read; the last good copy is in use, the old file is kept',
  },
  index: {
    code: 'index_rebuilt',
    replaced: 'The music index was damaged and is being made again; the old file is kept',
    restored: 'The music index was damaged and an older one is in use',
  },
} as const;

/** A newer version was installed before: its file is whole, and waits for it to come back. */
const TOO_NEW = {
  state: 'Settings and queue are of a newer version and start afresh; that file is kept',
  index: 'The music index is of a newer version and is being made again; that file is kept',
} as const;

export const DISK_FULL_WORDS = 'The card takes no more: changes are not kept';

/** Says once what had to be given up when a database was opened. */
export function reportOutcome(
  what: keyof typeof WORDS,
  outcome: OpenOutcome,
  deps: { readonly notices: NoticeBoard; readonly logger: Logger },
): void {
  if (outcome.kind === 'displaced') {
    deps.logger.error({ err: outcome.reason, what }, 'a database was opened away from the data folder');
    deps.notices.post({ code: 'disk_full', level: 'error', message: DISK_FULL_WORDS });
  }
  if (outcome.kind !== 'replaced' && outcome.kind !== 'restored') return;
  const { kind, reason, movedTo } = outcome;
  deps.logger.warn({ err: reason, movedTo, kind, what }, 'a database was replaced');
  const message = kind === 'replaced' && reason instanceof DatabaseTooNew ? TOO_NEW[what] : WORDS[what][kind];
  deps.notices.post({ code: WORDS[what].code, message, level: 'warning' });
}
