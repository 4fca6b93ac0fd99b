import { describe, expect, it } from 'vitest';

import { CommandsController } from '#renderer/kiosk/network/commands-controller.svelte.ts';
import type { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';

const KEY = '00112233445566778899aabbccddeeff';

function setup() {
  const problems: string[] = [];
  let state = { isOn: false, numbers: [] as string[], hasKey: false, key: null as string | null, counter: 0 };
  const counts = { accepted: 4, refusedForged: 2, refusedReplayed: 1, refusedNumber: 3, refusedFlood: 0 };
  const ask = (name: string, request: Partial<typeof state> & { isKeyRenewed?: boolean }) => {
    const isMade = request.isKeyRenewed === true || (request.isOn === true && !state.hasKey);
    if (name === 'setSmsCommands') state = { ...state, ...request };
    state.hasKey ||= isMade;
    return Promise.resolve({ ...state, ...counts, key: isMade ? KEY : null });
  };
  const router = { ask } as unknown as Pick<RouterController, 'ask'>;
  return { controller: new CommandsController(router, (problem) => problems.push(problem)), problems };
}

describe('commands by text message', () => {
  it('show the key once: when it is made, not when the page is opened again', async () => {
    const { controller } = setup();
    await controller.load();
    expect(controller.newKey).toBeUndefined();
    await controller.set({ isOn: true });
    expect(controller.newKey).toBe('0011 2233 4455 6677 8899 aabb ccdd eeff');
    await controller.add('+447700900123');
    expect(controller.newKey).toBeDefined();
  });

  it('take numbers as their messages come, and no others', async () => {
    const { controller, problems } = setup();
    await controller.load();
    await controller.add('+44 7700 900-123');
    await controller.add('07700 900123');
    expect([controller.commands?.numbers, problems]).toEqual([['+447700900123'], ['international']]);
    for (let last = 0; last < 8; last += 1) await controller.add(`+4477009001${String(last)}0`);
    expect([controller.commands?.numbers.length, problems.at(-1)]).toEqual([8, 'most']);
    await controller.remove('+447700900123');
    expect(controller.commands?.numbers).not.toContain('+447700900123');
  });

  it('are counted, those that were refused by why', async () => {
    const { controller } = setup();
    await controller.load();
    expect(controller.refused).toBe('Refused: 2 forged · 1 replayed · 3 unknown number · 0 too many');
  });
});
