import { silentLogger } from '#kernel/logger';
import { MpvEngine } from '#player/adapters/mpv/mpv-engine';
import type { EngineEvent, EnginePicture, LoadRequest, NextLoad } from '#player/engine-port';

/** What an engine in a process of its own does, one after the other. */
export type EngineStep =
  | { readonly do: 'picture'; readonly picture: EnginePicture }
  | { readonly do: 'load'; readonly path: string; readonly loadId: number; readonly isFilm: boolean }
  | { readonly do: 'prepare'; readonly path: string; readonly loadId: number; readonly isFilm: boolean }
  /** Until an event of this load. */
  | { readonly do: 'wait'; readonly loadId: number; readonly type: EngineEvent['type'] };

/**
 * An mpv in a process that a test can kill: `argv` has the folder for its socket and the steps as JSON. Says the pid of the
 * player when all are done, and stays.
 */
const [runtimeDir = '', words = '[]'] = process.argv.slice(2);
const steps = JSON.parse(words) as EngineStep[];
const engine = new MpvEngine({
  ...{ zoneId: 'rear', hasVideo: true, audioDevice: undefined, audioOutput: 'null', videoOutput: 'null' },
  ...{
    runtimeDir,
    binary: 'mpv',
    logger: silentLogger,
    ...(process.env['PATH'] && { searchPath: process.env['PATH'] }),
  },
});
const told: EngineEvent[] = [];
let look: () => void = () => undefined;
await engine.start(
  (event) => {
    told.push(event);
    look();
  },
  () => undefined,
);
await until((event) => event.type === 'ready');
for (const step of steps) await take(step);
process.stdout.write(`${String(engine.pid)}\n`);
setInterval(() => undefined, 1_000);

async function take(step: EngineStep): Promise<void> {
  switch (step.do) {
    case 'picture':
      engine.setPicture(step.picture);
      return;
    case 'load':
      engine.load({ ...loadOf(step), startMs: 0, isPaused: false, fadesIn: false } satisfies LoadRequest);
      return;
    case 'prepare':
      engine.prepare(loadOf(step));
      return;
    case 'wait':
      await until((event) => event.type === step.type && 'loadId' in event && event.loadId === step.loadId);
  }
}

function loadOf({ path, loadId, isFilm }: Extract<EngineStep, { path: string }>): NextLoad {
  return { path: Buffer.from(path), loadId, isFilm };
}

function until(isSo: (event: EngineEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    look = () => {
      if (told.some(isSo)) resolve();
    };
    look();
  });
}
