import { setImmediate } from 'node:timers/promises';

import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { artworkId, type ArtworkId } from '#contract/entities/ids';
import { artworkDrive } from '#renderer/shared/api/artwork-drive.svelte.ts';
import { ShownArtwork } from '#renderer/shared/api/shown-artwork.svelte.ts';
import { firstOf } from '#test/support/first-of';

const [FIRST, SECOND] = [artworkId.parse('a'.repeat(16)), artworkId.parse('b'.repeat(16))];
let end: () => void = () => undefined;
afterEach(() => end());

/** Read as a page reads it. */
function onPage(id: () => ArtworkId | null) {
  const made: ShownArtwork[] = [];
  const stop = $effect.root(() => {
    const artwork = new ShownArtwork(id);
    made.push(artwork);
    $effect(() => expect(artwork.sources).toBe(artwork.sources));
  });
  flushSync();
  return { artwork: firstOf(made), stop };
}

/** A place on the page in which pictures follow each other; `seen` are those that the service gives. */
function setup(seen: Set<ArtworkId>) {
  vi.stubGlobal('fetch', (address: string) =>
    Promise.resolve(new Response(null, { status: [...seen].some((id) => address.includes(id)) ? 200 : 404 })),
  );
  let id: ArtworkId | null = $state(FIRST);
  const { artwork, stop } = onPage(() => id);
  end = stop;
  const address = () => artwork.sources?.src;
  return {
    ...{ artwork, address },
    show: (next: ArtworkId | null) => {
      id = next;
      flushSync();
      return address();
    },
    drive: async () => {
      artworkDrive.changed();
      flushSync();
      await setImmediate();
      return address();
    },
  };
}

it('takes off what is not to be seen any more, and asks anew for what comes on', async () => {
  const { address, show, drive } = setup(new Set());
  const inBrowser = [address(), show(SECOND), show(FIRST)];
  expect(await drive()).toBeUndefined();

  const next = show(SECOND);
  expect(next).toContain(SECOND);
  expect(inBrowser).not.toContain(next);
  expect(inBrowser).not.toContain(show(FIRST));
});

it('leaves what may be seen as it is', async () => {
  const { address, drive } = setup(new Set([FIRST]));
  const before = address();
  expect(before).toContain(FIRST);
  expect(await drive()).toBe(before);
});

it('asks again for what was refused once the car stands, also where something else was on meanwhile', async () => {
  const seen = new Set<ArtworkId>();
  const { show, drive } = setup(seen);
  await drive();
  seen.add(FIRST).add(SECOND);
  expect(await drive()).toContain(FIRST);

  seen.clear();
  expect(await drive()).toBeUndefined();
  show(SECOND);
  seen.add(FIRST).add(SECOND);
  await drive();
  expect(show(FIRST)).toContain(FIRST);
});

it('shows nothing for what could not be loaded, until something else is on', () => {
  const { artwork, address, show } = setup(new Set([FIRST, SECOND]));
  artwork.fail();
  expect(address()).toBeUndefined();
  expect(show(null)).toBeUndefined();
  expect(show(SECOND)).toContain(SECOND);
});
