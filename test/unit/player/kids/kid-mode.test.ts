import { expect, it } from 'vitest';

import { folderId, zoneId, type ZoneId } from '#contract/entities/ids';
import { KidMode } from '#player/kids/kid-mode';
import type { KidLimits } from '#player/ports';

const REAR = zoneId.parse('rear');
const CARTOONS = folderId.parse('cartoons');

function setup() {
  const clock = { nowMs: 0 };
  const changed: ZoneId[] = [];
  const stored = new Map<ZoneId, KidLimits>();
  const store = {
    get: (id: ZoneId) => stored.get(id),
    keep: (id: ZoneId, limits: KidLimits) => void stored.set(id, limits),
    drop: (id: ZoneId) => void stored.delete(id),
  };
  const onChanged = (id: ZoneId) => changed.push(id);
  return { kids: new KidMode({ store, onChanged, clock: { uptimeMs: () => clock.nowMs } }), clock, changed, stored };
}

it('limits a zone until the same PIN is given, which is kept nowhere', async () => {
  const { kids, changed, stored } = setup();
  await kids.limit(REAR, '4711', [CARTOONS]);
  expect(kids.foldersOf(REAR)).toEqual([CARTOONS]);
  expect(JSON.stringify([...stored])).not.toContain('4711');

  await expect(kids.free(REAR, '4712')).rejects.toMatchObject({ code: 'wrong_code' });
  await expect(kids.limit(REAR, '0000', [])).rejects.toMatchObject({ code: 'wrong_code' });
  expect(kids.foldersOf(REAR)).toEqual([CARTOONS]);

  await kids.free(REAR, '4711');
  expect(kids.foldersOf(REAR)).toBeUndefined();
  expect(changed).toEqual([REAR, REAR]);
});

it('takes five wrong PINs in a minute, also at the same moment, and then not even the right one', async () => {
  const { kids, clock } = setup();
  await kids.limit(REAR, '4711', [CARTOONS]);
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_none, pin) => kids.free(REAR, `000${String(pin)}`)),
  );
  const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'freed'));
  expect(codes.filter((code) => code === 'wrong_code')).toHaveLength(5);
  await expect(kids.free(REAR, '4711')).rejects.toMatchObject({ code: 'too_many_requests' });

  clock.nowMs += 60_000;
  await kids.free(REAR, '4711');
  expect(kids.foldersOf(REAR)).toBeUndefined();
});
