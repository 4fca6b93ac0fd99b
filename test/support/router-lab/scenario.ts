import { it } from 'vitest';

import { whyNoLab } from '#test/support/router-lab/why-no-lab';

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

/** Why no long scenario can run, or undefined. */
export function whyNoLongLab(): string | undefined {
  return WHY_NO_LAB ?? WHY_NOT_LONG;
}

function unless(why: string | undefined, name: string, act: () => Promise<void>): void {
  it(name, async (ctx) => {
    if (why !== undefined) ctx.skip(why);
    await act();
  });
}
