import { expect, it } from 'vitest';

import { planPlay } from '#player/zones/play-plan';
import { MemoryPlays } from '#test/unit/player/support/memory-plays';
import { MemoryCatalog, song, STICK } from '#test/unit/player/support/memory-catalog';

it.each(['music/a', '/music/a', 'music/a/'])('begins at the song that a path names, shuffled or not: %s', (path) => {
  const items = ['a', 'b', 'c', 'd'].map((name) => song(name, Buffer.from(`music/${name}`)));
  const context = {
    catalog: new MemoryCatalog(items),
    random: () => 0.6,
    admission: { refusal: () => undefined },
    plays: new MemoryPlays(),
  };

  const plan = planPlay(
    {
      source: { kind: 'path', volumeId: STICK, path },
      startAt: undefined,
      shuffle: true,
      wasShuffled: false,
      fromStart: false,
    },
    context,
  );

  expect(plan.items[plan.startIndex]?.id).toBe('a');
});
