import { afterAll, beforeAll, expect } from 'vitest';

import { Panel, untilStatus } from '#test/support/router-lab/panel';
import { timeRecovery } from '#test/support/router-lab/recovery';
import { type LabOptions, RouterLab } from '#test/support/router-lab/router-lab';
import { WHY_NO_LAB } from '#test/support/router-lab/scenario';

const STARTING_MS = 300_000;

export interface EnrolledLab {
  readonly lab: RouterLab;
  readonly panel: Panel;
  /** Waits until no link is broken, and asks a phone whether it is so. */
  readonly online: () => Promise<void>;
}

/** A lab for the tests beside it, online before the first of them, with a phone and a media Pi that was let in. */
export function useEnrolledLab(name: string, options: LabOptions = {}): EnrolledLab {
  let lab: RouterLab | undefined;
  let panel: Panel | undefined;
  const there = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('The lab is there within a test only');
    return part;
  };
  const online = async () => {
    await untilStatus(there(lab), ({ brokenLink }) => brokenLink === null);
    expect(await there(lab).isOnline()).toBe(true);
  };

  beforeAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    lab = new RouterLab(options);
    await lab.up();
    await lab.join('phone');
    panel = new Panel(lab);
    await panel.start();
    const code = await lab.must('router', ['cat', '/var/lib/carputer-router/enrol-code']);
    expect((await panel.enrol(code.trim())).ok).toBe(true);
    await timeRecovery(lab, name);
    await online();
  }, STARTING_MS);
  afterAll(() => lab?.down());

  return {
    get lab() {
      return there(lab);
    },
    get panel() {
      return there(panel);
    },
    online,
  };
}
