import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { makeStick, type StickPlan, type StickTruth } from '#test/support/stick';

export interface InsertedStick {
  readonly label: string;
  readonly truth: StickTruth;
  insert(): Promise<void>;
  pull(): Promise<void>;
}

/** A stick that is made beside the folder of mounts, and put there or taken away by one rename. */
export async function makeInsertableStick(mounts: string, label: string, plan: StickPlan): Promise<InsertedStick> {
  const drawer = `${mounts}-drawer`;
  await mkdir(drawer, { recursive: true });
  const outside = join(drawer, label);
  const inside = join(mounts, label);
  const truth = await makeStick(outside, plan);
  return {
    label,
    truth,
    insert: () => rename(outside, inside),
    pull: () => rename(inside, outside),
  };
}
