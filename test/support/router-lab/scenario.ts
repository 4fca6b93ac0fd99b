import { it } from 'vitest';

import { whyMissing, whyNoLab } from '#test/support/router-lab/why-no-lab';

/** Why no scenario can run here, or undefined. */
export const WHY_NO_LAB = whyNoLab();

const WHY_NOT_LONG =
  process.env['CARPUTER_LAB'] === 'long' ? undefined : 'takes minutes: CARPUTER_LAB=long npm test -- test/e2e/router';

/** A test of the lab, skipped with the reason where there can be none. */
export function scenario(name: string, act: () => Promise<void>): void {
  unless(WHY_NO_LAB, name, act);
}

/** One of minutes, in which the router has to wait: only when it is asked for. */
export function longScenario(name: string, act: () => Promise<void>): void {
  unless(WHY_NO_LAB ?? WHY_NOT_LONG, name, act);
}

/** As a long one, with programs that are not in every lab. */
export function scenarioWith(programs: readonly string[], name: string, act: () => Promise<void>): void {
  unless(whyNoLongLab(programs), name, act);
}

/** Why no long scenario can run, with these programs besides, or undefined. */
export function whyNoLongLab(programs: readonly string[] = []): string | undefined {
  return WHY_NO_LAB ?? WHY_NOT_LONG ?? whyMissing(programs);
}

function unless(why: string | undefined, name: string, act: () => Promise<void>): void {
  it(name, async (ctx) => {
    if (why !== undefined) ctx.skip(why);
    await act();
  });
}
