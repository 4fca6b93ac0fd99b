import { cut } from '#test/torture/cut';
import type { Harness } from '#test/torture/harness';
import { kill } from '#test/torture/kill';
import { replay } from '#test/torture/replay/replay';
import { drive } from '#test/torture/service/drive';
import { mpv } from '#test/torture/service/mpv';
import { resume } from '#test/torture/service/resume';
import { yank } from '#test/torture/service/yank';
import { zones } from '#test/torture/service/zones';
import { tags } from '#test/torture/tags/tags';

export const HARNESSES: Readonly<Record<string, Harness>> = {
  kill: {
    what: 'the process that writes the databases is killed',
    unit: 'kills',
    defaultCount: 1_000,
    mounts: false,
    programs: [],
    run: kill,
  },
  drive: {
    what: 'the service is killed while it plays and indexes, every second time with its players',
    unit: 'kills',
    defaultCount: 1_000,
    mounts: false,
    programs: ['mpv', 'ffmpeg'],
    run: drive,
  },
  cut: {
    what: 'the power of an ext4 card is cut while the databases are written',
    unit: 'cuts',
    defaultCount: 100,
    mounts: true,
    programs: [],
    run: cut,
  },
  replay: {
    what: 'the disk is left as it may be after a cut: writes gone, torn, out of order',
    unit: 'states',
    defaultCount: 10_000,
    mounts: false,
    programs: ['cc'],
    run: replay,
  },
  yank: {
    what: 'a stick is pulled while it plays or is scanned',
    unit: 'yanks',
    defaultCount: 200,
    mounts: true,
    programs: ['mpv', 'ffmpeg'],
    run: yank,
  },
  resume: {
    what: 'the service is killed while it plays, every second time with its player',
    unit: 'resumes',
    defaultCount: 200,
    mounts: false,
    programs: ['mpv', 'ffmpeg'],
    run: resume,
  },
  mpv: {
    what: 'the player is killed while it plays',
    unit: 'kills',
    defaultCount: 500,
    mounts: false,
    programs: ['mpv', 'ffmpeg'],
    run: mpv,
  },
  zones: {
    what: 'two zones play, and the player of one is killed, every 30 s',
    unit: 'kills',
    defaultCount: 20,
    mounts: false,
    programs: ['mpv', 'ffmpeg', 'pulseaudio', 'parec'],
    run: zones,
  },
  tags: {
    what: 'songs and films are read whose bytes are damaged or meant ill',
    unit: 'files',
    defaultCount: 100_000,
    mounts: false,
    programs: ['ffmpeg'],
    run: tags,
  },
};
