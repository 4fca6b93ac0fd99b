import { describe, expect, it } from 'vitest';

import { positionAt } from '#renderer/shared/api/position.ts';

const PLAYING = { status: 'playing', positionMs: 10_000, atUptimeMs: 5_000, speed: 1, durationMs: 60_000 } as const;

describe('positionAt', () => {
  it('goes on with the clock while the zone plays', () => {
    expect(positionAt(PLAYING, 7_500)).toBe(12_500);
  });

  it('goes on faster at a higher speed', () => {
    expect(positionAt({ ...PLAYING, speed: 1.5 }, 7_000)).toBe(13_000);
  });

  it.each(['paused', 'stopped', 'waiting'] as const)('stands still while %s', (status) => {
    expect(positionAt({ ...PLAYING, status }, 50_000)).toBe(10_000);
  });

  it('never passes the end', () => {
    expect(positionAt(PLAYING, 500_000)).toBe(60_000);
  });

  it('goes on without an end where nobody knows the length', () => {
    expect(positionAt({ ...PLAYING, durationMs: null }, 505_000)).toBe(510_000);
  });

  it('does not go back when the clock is a little behind', () => {
    expect(positionAt(PLAYING, 4_000)).toBe(10_000);
  });
});
