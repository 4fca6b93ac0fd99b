import { describe, expect, it } from 'vitest';

import { answerCame, lineCame, PACE_AT_START, shiftOf, type Pace } from '#network/link/pace';

/** Lines as [when they came, when they were said], both in seconds, the router's clock 100 s behind; the connection begins at 0. */
function heard(lines: readonly (readonly [atS: number, saidS: number])[], start: Pace = PACE_AT_START): Pace {
  return lines.reduce(
    ({ pace, lastS }, [atS, saidS]) => {
      const line = { uptimeMs: saidS * 1_000 - 100_000, gapMs: (atS - lastS) * 1_000 };
      return { pace: lineCame(pace, line, atS * 1_000), lastS: atS };
    },
    { pace: start, lastS: 0 },
  ).pace;
}
const PROMPT = [1, 2, 3, 4].map((second) => [second, second] as const);

describe('the pace of the router', () => {
  it('is well while a line comes each second, and knows how far its clock is behind', () => {
    expect(heard(PROMPT)).toMatchObject({ slowSinceMs: null, shiftMs: 100_000 });
  });

  it('is slow when what it says comes late, since it was said, and not for a moment of this machine', () => {
    const late = [
      [9.5, 5],
      [10.5, 6],
      [11.5, 7],
    ] as const;
    // Seconds between the lines, so that only their lag counts.
    const lagging = [...PROMPT, [5.9, 4.9], [6.9, 4.9], [7.9, 4.9], [8.9, 4.9]] as const;
    expect(heard([...lagging, late[0]])).toMatchObject({ slowSinceMs: null });
    expect(heard([...lagging, ...late])).toMatchObject({ slowSinceMs: 7_000, shiftMs: 100_000 });
    const burst = [...lagging, [9.5, 5], [9.51, 6], [9.52, 9.5], [10.5, 10.5], [11.5, 11.5]] as const;
    expect(heard(burst).slowSinceMs).toBeNull();
  });

  it('is slow with one long pause between two lines, or two shorter ones', () => {
    expect(heard([...PROMPT, [14, 14]]).slowSinceMs).toBe(4_000);
    expect(heard([...PROMPT, [7, 7]]).slowSinceMs).toBeNull();
    expect(heard([...PROMPT, [7, 7], [10, 10]]).slowSinceMs).toBe(7_000);
  });

  it('is well again after a quarter of a minute without another sign', () => {
    const slow = [...PROMPT, [14, 14]] as const;
    const seconds = Array.from({ length: 14 }, (_, index) => [15 + index, 15 + index] as const);
    expect(heard([...slow, ...seconds]).slowSinceMs).toBe(4_000);
    expect(heard([...slow, ...seconds, [29, 29]]).slowSinceMs).toBeNull();
  });

  it('is slow when an answer takes too long or does not come, until one is quick', () => {
    const slow = answerCame(heard(PROMPT), 8_000, 20_000);
    expect(slow.slowSinceMs).toBe(12_000);
    expect(
      heard(
        [
          [21, 21],
          [60, 60],
        ],
        slow,
      ).slowSinceMs,
    ).toBe(12_000);
    expect(answerCame(slow, 8_500, 40_000).slowSinceMs).toBe(12_000);
    expect(answerCame(slow, 200, 40_200).slowSinceMs).toBeNull();
  });

  it('takes what came late for as old as it is', () => {
    expect(shiftOf(heard(PROMPT), -50_000, 57_000)).toBe(100_000);
    expect(shiftOf(PACE_AT_START, -50_000, 57_000)).toBe(107_000);
    // Of another clock than that of the lines.
    expect(shiftOf(heard(PROMPT), 9_000_000, 57_000)).toBe(-8_943_000);
  });
});
