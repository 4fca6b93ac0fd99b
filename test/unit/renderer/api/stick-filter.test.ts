import { afterEach, expect, it, vi } from 'vitest';

import type { Volume } from '#contract/entities/volume';
import type { Zone } from '#contract/entities/zone';
import { volume, zone } from '#test/contract/support/samples';

afterEach(() => vi.unstubAllGlobals());

async function setup(inHand: Zone | undefined, online: readonly Volume[] = [volume]) {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const { StickFilter } = await import('#renderer/shared/api/stick-filter.svelte.ts');
  return new StickFilter(
    () => online,
    () => inHand,
  );
}

it('leaves out what the zone in hand must not play, where that is for children', async () => {
  const filter = await setup({ ...zone, isForKids: true });
  expect(filter.request).toEqual({ zoneId: zone.id });
  expect(filter.limits).toEqual({ zoneId: zone.id });
});

it('shows everything for all other zones, and of one stick where one was chosen', async () => {
  const other = { ...volume, id: 'other' as Volume['id'] };
  const filter = await setup(zone, [volume, other]);
  expect(filter.request).toEqual({});
  const before = filter.key;
  filter.choose(other.id);
  expect(filter.request).toEqual({ volumeId: 'other' });
  expect(filter.key).not.toBe(before);
  expect((await setup(undefined)).request).toEqual({});
});
