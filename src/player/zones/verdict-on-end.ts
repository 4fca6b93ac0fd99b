import type { FileAnswer } from '#player/engine-port';
import type { DeckEnd } from '#player/zones/deck-words';

/** `removed`: its stick is gone, and it is waited for; `over`: it was shorter than it promised; `broken`: nobody can play it. */
export type Verdict = 'removed' | 'over' | 'broken';

/** A stick that is gone looks like an end, or like a broken file; only the disk knows. */
export function verdictOnEnd(reason: DeckEnd['reason'], answer: FileAnswer, isOnline: boolean): Verdict {
  if (answer === 'gone' || !isOnline) return 'removed';
  return reason === 'eof_early' ? 'over' : 'broken';
}
