import type { Zone } from '#contract/entities/zone';
import { NothingToPlay } from '#player/errors';
import { fitQueue } from '#player/queue/fit-queue';
import { currentEntry } from '#player/queue/queue';
import { ensureUsable, whenHeard } from '#player/zones/answer';
import type { ZonePlayer } from '#player/zones/zone-player';

/** What plays in one zone goes on in another, at the same position; here it is paused and its queue stays. */
export async function sendToZone(from: ZonePlayer, to: ZonePlayer): Promise<Zone> {
  const entry = currentEntry(from.queue);
  if (!entry) throw new NothingToPlay();
  if (from === to) return from.view();
  const refusal = to.admission.refusal(entry);
  if (refusal) throw refusal;
  ensureUsable(to);

  const { positionMs } = from.playback.deck;
  from.transport.pause();
  to.entries.play(
    fitQueue(from.queue, (one) => to.admission.refusal(one) === undefined),
    positionMs,
  );
  await whenHeard(to);
  return from.view();
}
