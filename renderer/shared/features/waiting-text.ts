import type { Zone } from '#contract/entities/zone';
import type { Session } from '#renderer/shared/api/session.ts';
import { words } from '#renderer/shared/i18n/words.ts';

/** What a zone waits for, in words; meaningful while its status is `waiting`. */
export function waitingText(
  { waitsFor, item }: Pick<Zone, 'waitsFor' | 'item'>,
  volumes: Pick<Session['volumes'], 'byId'>,
): string {
  if (waitsFor === 'screen') return words.transport.waitingForScreen;
  return words.transport.waiting(volumes.byId(item?.volumeId)?.label);
}
