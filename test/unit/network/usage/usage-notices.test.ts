import { describe, expect, it } from 'vitest';

import type { RouterUsage } from '#contract/entities/router-usage';
import { NoticeBoard } from '#kernel/notice-board';
import { demoStatus } from '#network/demo/demo-status';
import { demoWorld } from '#network/demo/demo-world';
import { UsageNotices } from '#network/usage/usage-notices';

function setup() {
  const board = new NoticeBoard({ events: { publish: () => undefined }, clock: { uptimeMs: () => 0 } });
  const notices = new UsageNotices(board);
  const status = demoStatus(demoWorld(), 0);
  const used = (state: RouterUsage['state'], action = 'stop', isDemo = false) => {
    notices.look({ status: { ...status, usage: { ...status.usage, state, action } }, isDemo });
    return board.list().map(({ code, level }) => `${code} ${level}`);
  };
  return { board, used, hearNothing: () => notices.look({ status: null, isDemo: false }) };
}

describe('the month’s data', () => {
  it('is said to go to its end at 80 and at 95 %, and to be used up', () => {
    const { used } = setup();
    expect(used('ok')).toEqual([]);
    expect(used('warn_80')).toEqual(['data_low info']);
    expect(used('warn_95')).toEqual(['data_low warning']);
    expect(used('reached')).toEqual(['data_used_up error']);
    expect(used('reached', 'throttle')).toEqual(['data_used_up warning']);
  });

  it('is said once: what was dismissed stays so until something else is true', () => {
    const { board, used } = setup();
    used('warn_80');
    board.dismiss('data_low');
    expect(used('warn_80')).toEqual([]);
    expect(used('warn_95')).toEqual(['data_low warning']);
  });

  it('is not spoken of any more once it is renewed, and stays said while the router is away', () => {
    const { board, used, hearNothing } = setup();
    used('reached');
    hearNothing();
    expect(board.list()).toHaveLength(1);
    expect(used('ok')).toEqual([]);
  });

  it('of a simulated router is nobody’s concern', () => {
    expect(setup().used('reached', 'stop', true)).toEqual([]);
  });
});
