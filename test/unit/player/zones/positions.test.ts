import { afterEach, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startZones } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

const A = trackId.parse('a');

describe('positions on the wire', () => {
  it('stand still until the song is heard, and move on from there', async () => {
    const { handlers, engine, zone, pass } = await startZones();
    engine().files.set('a', { opens: 'never' });
    const answer = handlers.play({ id: FRONT, trackId: A });
    await pass(1_000);
    expect(zone()).toMatchObject({ status: 'playing', speed: 0, positionMs: 0 });

    await pass(1_000);
    expect(await answer).toMatchObject({ status: 'playing', speed: 0 });
  });

  it('are told again when the player is more than a quarter of a second off, and not before', async () => {
    const { handlers, engine, zone, published, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    await pass(10_000);
    const before = published.length;

    engine().report(10_200);
    await pass();
    expect(published).toHaveLength(before);

    engine().report(9_000);
    await pass();
    expect(zone()).toMatchObject({ positionMs: 9_000, speed: 1 });
    expect(published).toHaveLength(before + 1);
  });

  it('stand still while the sound stalls', async () => {
    const { handlers, engine, zone, pass } = await startZones();
    await handlers.play({ id: FRONT, trackId: A });
    await pass(5_000);

    engine().report(5_000, false);
    await pass(3_000);

    expect(zone()).toMatchObject({ status: 'playing', speed: 0, positionMs: 5_000 });
  });
});
