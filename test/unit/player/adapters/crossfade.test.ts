import { expect, it } from 'vitest';

import { Crossfade } from '#player/adapters/mpv/crossfade';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { joinFrom, joinOf, type Join, type Tail } from '#player/adapters/mpv/mpv-join';
import { filtersFrom, mpvFilters } from '#player/adapters/mpv/mpv-filters';
import { openFile, type OpenFile } from '#player/adapters/mpv/open-file';
import type { NextLoad } from '#player/engine-port';

const RATE = 44_100;
const LENGTH_MS = 5_000;
const NEXT: NextLoad = { loadId: 2, path: Buffer.from('/b'), crossfadeMs: LENGTH_MS };

function setup(isMakeable = true) {
  const commands: MpvCommand[] = [];
  const appended: (Join | undefined)[] = [];
  const kept: (string | undefined)[] = [];
  let made = 0;
  const crossfade = new Crossfade({
    tails: {
      make: ({ atS, rateHz }) => {
        made += 1;
        const tail: Tail = { path: `/run/tail-${String(made)}.wav`, atS, leadS: 1, rateHz };
        return Promise.resolve(isMakeable ? tail : undefined);
      },
      discard: (path) => {
        kept.push(path);
        return Promise.resolve();
      },
    },
    send: (command, onReply) => {
      commands.push(command);
      if (command[0] === 'get_property') onReply?.({ samplerate: RATE });
    },
    append: (_next, join) => appended.push(join),
  });
  const current: OpenFile = { ...openFile(1, { path: Buffer.from('/a') }), durationMs: 60_000 };
  const look = async (atMs: number, on = current) => {
    const isOver = crossfade.look(on, atMs);
    await new Promise((resolve) => setImmediate(resolve));
    return isOver;
  };
  const ends = () => commands.flatMap((command) => (command[1] === 'file-local-options/end' ? [command[2]] : []));
  return { crossfade, current, look, ends, appended, kept };
}

it('has a song end early once its rest is ready, at one sample and not between two', async () => {
  const { crossfade, current, look, ends, appended } = setup();
  crossfade.prepared(current, NEXT);

  await look(10_000);
  expect(ends()).toEqual([]);
  await look(40_000);
  await look(40_250);

  expect(ends()).toEqual([(55 + 0.25 / RATE).toFixed(9)]);
  expect(appended[0]?.under?.graph).toContain('/run/tail-1.wav');
  expect(crossfade.endOf(current)).toBe(55_000);
});

it.each([
  ['too late', true, 53_500],
  ['without its rest', false, 40_000],
])('lets songs follow without a gap: %s', async (_why, isMakeable, atMs) => {
  const { crossfade, current, look, ends, appended } = setup(isMakeable);
  crossfade.prepared(current, NEXT);

  await look(atMs);
  await look(atMs + 250);

  expect(ends()).toEqual([]);
  expect(appended).toEqual([]);
});

it('lets a song play to its end where something else is asked for, or somebody goes there', async () => {
  const { crossfade, current, look, ends, appended } = setup();
  crossfade.prepared(current, NEXT);
  await look(40_000);
  await look(40_250);

  crossfade.soughtTo(current, 30_000);
  expect(ends()).toHaveLength(1);
  crossfade.soughtTo(current, 56_000);
  expect(ends().at(-1)).toBe('none');
  expect(appended.at(-1)).toBeUndefined();

  await look(40_500);
  expect(ends()).toHaveLength(3);
  crossfade.prepared(current, { ...NEXT, crossfadeMs: 0 });
  expect(ends().at(-1)).toBe('none');
});

it('keeps what is ready for the next crossfade when the one before is over', async () => {
  const { crossfade, current, look, kept } = setup();
  const tail: Tail = { path: '/run/tail-0.wav', atS: 55, leadS: 1, rateHz: RATE };
  const join = joinOf({ tail, lengthMs: LENGTH_MS, fromMs: 0, tailGainDb: 0 });
  const short: OpenFile = { ...current, join, durationMs: 15_000 };
  crossfade.prepared(short, NEXT);

  expect(await look(1_000, short)).toBe(false);
  expect(await look(5_600, short)).toBe(true);
  crossfade.over(short);
  expect(short.join).toEqual({ rateHz: RATE });

  expect(kept).toEqual([undefined, '/run/tail-1.wav']);
});

it('reads again what a player mixes that was taken over', () => {
  const tail: Tail = { path: "/run/it's, [or: so]/tail.wav", atS: 55, leadS: 1, rateHz: 48_000 };
  const join = joinOf({ tail, lengthMs: LENGTH_MS, fromMs: 2_000, tailGainDb: -1.5 });
  const filters = mpvFilters({ tone: undefined, gainDb: -3, join });
  const graphs = [...filters.matchAll(/@(\w+):lavfi=\[(.*?)\](?=,@|$)/gu)];
  const told = graphs.map(([, label, graph]) => ({ name: 'lavfi', label, params: { graph } }));

  expect(filtersFrom(told)).toBe(filters);
  expect(joinFrom(filters)).toEqual(join);
  expect(joinFrom(mpvFilters({ tone: undefined, gainDb: -3 }))).toBeUndefined();
});
