import { describe, expect, it } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import { NoticeBoard } from '#kernel/notice-board';

const FRONT = zoneId.parse('front');

function setup() {
  const published: ServerEvent[] = [];
  const board = new NoticeBoard({
    events: { publish: (event) => published.push(event) },
    clock: { uptimeMs: () => 7 },
  });
  return { board, published };
}

describe('NoticeBoard', () => {
  it('keeps one notice per code and zone: the newest', () => {
    const { board } = setup();

    board.post({ code: 'volume_removed', level: 'warning', message: '3 songs wait', zoneId: FRONT });
    board.post({ code: 'volume_removed', level: 'warning', message: '4 songs wait', zoneId: FRONT });

    expect(board.list()).toMatchObject([{ message: '4 songs wait', zoneId: 'front', volumeId: null, atUptimeMs: 7 }]);
  });

  it('clears by code and zone, and says so once', () => {
    const { board, published } = setup();
    const notice = board.post({ code: 'player_missing', level: 'error', message: 'mpv', zoneId: FRONT });

    board.clear('player_missing', { zoneId: zoneId.parse('rear') });
    board.clear('player_missing');
    board.clear('player_missing');

    expect(board.list()).toEqual([]);
    expect(published.slice(1)).toEqual([{ type: 'notice.cleared', noticeId: notice.id }]);
  });
});
