import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { trackId, videoId, zoneId } from '#contract/entities/ids';
import { remoteSetting, zoneSetting } from '#contract/entities/zone-setting';
import { silentLogger } from '#kernel/logger';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { OmxEngine } from '#player/adapters/omxplayer/omx-engine';
import { RemoteZones } from '#player/remote/remote-zones';
import { startRig } from '#test/integration/player/support/rig';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { makeOldPi, whyNoOldPi } from '#test/support/omx/old-pi';
import { runSshd, whyNoSshd } from '#test/support/sshd';
import { until as untilSoon } from '#test/support/until';
import { film, song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

/** Shaking hands and starting a player takes seconds on a busy machine. */
function until<Value>(ask: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  return untilSoon(ask, { limitMs: 60_000 });
}

const LEFT = zoneId.parse('left');
const whyNot = whyNoSshd() ?? whyNoOldPi();
const undo: (() => Promise<unknown>)[] = [];

let folder: string;
let items: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-omx-'));
  const one = join(folder, "--pos it's $(one).flac");
  const two = join(folder, 'two.mp3');
  const words = join(folder, 'words.srt');
  const aunt = join(folder, 'aunt.mkv');
  await writeFile(words, '1\n00:00:01,000 --> 00:01:00,000\nHello\n');
  await ffmpeg(...tone(500, 300), one);
  await ffmpeg(...tone(700, 300), two);
  await ffmpeg(
    ...[
      ...picture(60),
      ...tone(400, 60),
      ...tone(900, 60),
      '-i',
      words,
      '-map',
      '0',
      '-map',
      '1',
      '-map',
      '2',
      '-map',
      '3',
    ],
    ...['-metadata:s:a:0', 'language=ger', '-metadata:s:a:1', 'language=eng', '-metadata:s:a:1', 'title=Commentary'],
    ...['-c:v', 'mpeg4', '-c:a', 'flac', '-c:s', 'srt', aunt],
  );
  const disguise = join(folder, 'disguise.mp3');
  await writeFile(disguise, Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\0\0'), Buffer.from('#EXTM3U\n/etc/passwd\n')]));
  items = [
    song('one', Buffer.from(one)),
    song('two', Buffer.from(two)),
    { ...song('verse', Buffer.from(one)), clip: { startMs: 10_000, endMs: 12_000 } },
    film('aunt', Buffer.from(aunt)),
    song('disguise', Buffer.from(disguise)),
  ];
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** A zone on an old Pi behind a real sshd, with a stand-in for its player. */
async function setup({ hasOmxplayer = true, hasVideo = true } = {}) {
  const own = await mkdtemp(join(tmpdir(), 'carputer-old-pi-'));
  undo.push(() => rm(own, { recursive: true, force: true }));
  const pi = await makeOldPi(own);
  undo.push(() => pi.close());
  const keys = new RouterKeyFiles({ folder: own, logger: silentLogger });
  const sshd = await runSshd({
    ...{ authorizedKey: await keys.publicKey(), env: pi.env },
    ...(hasOmxplayer && { binFolder: pi.binFolder }),
  });
  undo.push(() => sshd.close());
  await keys.trust(`SHA256:${createHash('sha256').update(sshd.hostKey).digest('base64').replace(/=+$/u, '')}`);
  const remote = remoteSetting.parse({ host: '127.0.0.1', port: sshd.port, user: sshd.user, engine: 'omxplayer' });
  const left = zoneSetting.parse({
    ...{ id: LEFT, name: 'Left', hasVideo, audioDevice: 'local', remote },
    picture: { kind: 'full_screen', signal: 'composite_pal' },
    screen: { safeAreaPercent: 5, subtitleSize: 'large' },
  });
  const remotes = new RemoteZones({ zones: () => [left], keysOf: () => keys });
  const rig = await startRig({
    ...{ items, zones: [left], isFilmAllowed: true },
    engineOf: (zone) =>
      new OmxEngine({
        ...{ zoneId: zone.id, hasVideo, picture: zone.picture, target: remote, logger: silentLogger },
        audioDevice: zone.audioDevice ?? undefined,
        access: remotes.accessOf(LEFT),
      }),
  });
  undo.push(() => rig.close());
  const play = (name: string) => rig.handlers.play({ id: LEFT, trackId: trackId.parse(name) });
  /** The command lines of the players that were started. */
  const starts = async () =>
    (await pi.told()).flatMap((line) => (line.startsWith('start ') ? [JSON.parse(line.slice(6)) as string[]] : []));
  const told = (line: RegExp) => until(async () => (await pi.told()).find((one) => line.test(one)));
  return { rig, sshd, pi, play, starts, told };
}

function valueOf(option: string, line: readonly string[] = []): string | undefined {
  return line[line.indexOf(option) + 1];
}

describe.skipIf(whyNot !== undefined)(`a zone of omxplayer${whyNot === undefined ? '' : `: ${whyNot}`}`, () => {
  it('plays a song of this machine, is paused, sought in, made quieter, and goes on with the next', async () => {
    const { rig, play, starts, told } = await setup();
    await until(() => rig.isReady(LEFT));
    await rig.handlers.setVolume({ id: LEFT, percent: 50 });
    await play('one');
    await until(() => rig.zone(LEFT).speed === 1);
    const [first = []] = await starts();
    expect(first.at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\.flac$/u);
    expect([first.includes('--vol=-1806'), valueOf('--adev', first), first.includes('--pos')]).toEqual([
      true,
      'local',
      false,
    ]);

    await rig.handlers.pause({ id: LEFT });
    await told(/^Pause$/u);
    await rig.handlers.seek({ id: LEFT, positionMs: 100_000 });
    await told(/^SetPosition \/not\/used 100000000$/u);
    await rig.handlers.setVolume({ id: LEFT, percent: 20 });
    await told(/^Set org\.mpris\.MediaPlayer2\.Player Volume 0\.008$/u);
    await rig.handlers.resume({ id: LEFT });
    await until(() => rig.zone(LEFT).speed === 1 && rig.positionMs(LEFT) > 100_000);
    expect(rig.zone(LEFT)).toMatchObject({ item: { id: 'one' }, durationMs: 300_000, volumePercent: 20 });

    await rig.handlers.seek({ id: LEFT, positionMs: 299_000 });
    await until(() => rig.zone(LEFT).item?.id === 'two' && rig.zone(LEFT).speed === 1);
    expect(await starts()).toHaveLength(2);
  });

  it('lists and chooses the tracks of a film, and shows it in its proportions within the safe area', async () => {
    const { rig, starts, told } = await setup();
    await until(() => rig.isReady(LEFT));
    await rig.handlers.play({ id: LEFT, videoId: videoId.parse('aunt'), startAt: undefined });
    await until(() => rig.zone(LEFT).audioTracks.length > 0);
    expect(rig.zone(LEFT)).toMatchObject({
      audioTracks: [
        { language: 'ger', isSelected: true },
        { language: 'eng', title: 'Commentary', isSelected: false },
      ],
      subtitleTracks: [{ codec: 'subrip', isSelected: false }],
    });
    await rig.handlers.setAudioTrack({ id: LEFT, index: 1 });
    await rig.handlers.setSubtitleTrack({ id: LEFT, index: 0 });
    await told(/^SelectSubtitle 0$/u);
    await until(() => rig.zone(LEFT).audioTracks[1]?.isSelected && rig.zone(LEFT).subtitleTracks[0]?.isSelected);

    const [line = []] = await starts();
    const how = ['--aspect-mode', '--win', '--font-size'].map((option) => valueOf(option, line));
    expect(how).toEqual(['letterbox', '36,29,684,547', '75']);
    expect(line.at(-1)).toMatch(/\/[0-9a-f]{32}$/u);
  });

  it('plays a stretch of a file, then what follows it', async () => {
    const { rig, play, starts } = await setup({ hasVideo: false });
    await until(() => rig.isReady(LEFT));
    await play('verse');
    await until(() => rig.zone(LEFT).speed === 1);
    expect(rig.zone(LEFT)).toMatchObject({ item: { id: 'verse' }, durationMs: 2_000 });
    await until(() => rig.zone(LEFT).item?.id !== 'verse');
    expect(valueOf('--pos', (await starts())[0])).toBe('00:00:10');
  });

  it('begins again where it was when its player dies, and when its link is lost', async () => {
    const { rig, sshd, play, starts } = await setup();
    await until(() => rig.isReady(LEFT));
    await play('one');
    await rig.handlers.seek({ id: LEFT, positionMs: 100_000 });
    await until(() => rig.zone(LEFT).speed === 1 && rig.positionMs(LEFT) > 100_000);
    process.kill((await playersOf(sshd.folder))[0] ?? 0, 'SIGKILL');
    await until(async () => (await starts()).length >= 2 && rig.isReady(LEFT) && rig.zone(LEFT).speed === 1);
    expect(valueOf('--pos', (await starts()).at(-1))).toMatch(/^00:01:[45]\d$/u);

    const old = await playersOf(sshd.folder);
    await sshd.drop();
    await until(() => !rig.isReady(LEFT) && rig.zone(LEFT).problem !== null);
    await sshd.start();
    await until(() => rig.isReady(LEFT) && rig.zone(LEFT).speed === 1);
    expect(rig.zone(LEFT)).toMatchObject({ status: 'playing', item: { id: 'one' }, problem: null });
    // One that was killed takes a moment to be gone.
    await until(async () => !(await playersOf(sshd.folder)).some((pid) => old.includes(pid)));
  });

  it('never lets a disguised playlist reach it', async () => {
    const { rig, play, starts } = await setup();
    await until(() => rig.isReady(LEFT));
    await expect(play('disguise')).rejects.toMatchObject({ code: 'file_unplayable' });
    expect(await starts()).toEqual([]);
  });

  it('says what that Pi lacks', async () => {
    const { rig } = await setup({ hasOmxplayer: false });
    await until(() => rig.zone(LEFT).problem?.includes('omxplayer is not installed'));
  });
});

/** The process ids of stand-ins, as their Pi knows them. */
async function playersOf(runtimeFolder: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(
    names.map(async (name) => ({
      pid: Number(name),
      line: await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
      environment: await readFile(`/proc/${name}/environ`, 'utf8').catch(() => ''),
    })),
  );
  return lines
    .filter(
      ({ line, environment }) =>
        line.includes('omx/stand-in') && environment.includes(`XDG_RUNTIME_DIR=${runtimeFolder}`),
    )
    .map(({ pid }) => pid);
}
