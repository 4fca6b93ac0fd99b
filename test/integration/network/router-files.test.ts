import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { NewNotice } from '#kernel/notice-board';
import { silentLogger } from '#kernel/logger';
import { SshfsMounter, type SshfsMounterDeps } from '#network/adapters/sshfs-mounter';
import { RouterFiles, type RouterFolder } from '#network/files/router-files';
import { FileServer, whyNoFileServer } from '#test/support/file-server';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const WHY = whyNoFileServer();
/** A connection that ends is begun anew after pauses that grow. */
const LONG = { limitMs: 60_000 };
const SONG = 'not music, but bytes';

/** A router with one song, and this machine's side of it. */
async function setup(deps: Partial<SshfsMounterDeps> = {}, pinned?: string) {
  const server = await FileServer.start();
  onTestFinished(() => server.stop());
  const runtime = await makeTempFolder();
  onTestFinished(() => runtime[Symbol.asyncDispose]());
  writeFileSync(join(server.shared, 'song.mp3'), SONG);
  const told: (RouterFolder | undefined)[] = [];
  const posted: NewNotice[] = [];
  let isWanted = true;
  const files = new RouterFiles({
    mounter: new SshfsMounter({
      ...{ target: { host: '127.0.0.1', port: server.port }, keyFile: server.keyFile, user: 'root' },
      ...{ runtimeFolder: runtime.path, ...deps },
    }),
    isWanted: () => isWanted,
    onChange: (folder) => told.push(folder),
    notices: { post: (news) => ({ ...news, id: String(posted.push(news)), ...NOWHERE }), clear: () => undefined },
    logger: silentLogger,
  });
  onTestFinished(() => files.stop());
  const see = (state: 'online' | 'unreachable', isShared = true) => {
    const fingerprint = pinned ?? server.fingerprint;
    const link = { ...LINK, state, fingerprint, pinnedFingerprint: fingerprint };
    files.look({ link, status: { files: { isShared } } as never });
  };
  const want = (value: boolean) => {
    isWanted = value;
    files.update();
  };
  const folderIn = () => until(() => told.at(-1));
  return { server, files, told, posted, see, want, folderIn, place: join(runtime.path, 'router-files') };
}

const NOWHERE = { zoneId: null, volumeId: null, atUptimeMs: 0 };
const LINK = { sinceUptimeMs: 0, slowSinceUptimeMs: null, trouble: null, nextTryAtUptimeMs: null };

const isMounted = (place: string) => readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${place} `);

const test = (name: string, act: () => Promise<void>) =>
  it(name, { timeout: 120_000 }, async (ctx) => {
    if (WHY !== undefined) ctx.skip(WHY);
    await act();
  });

describe('the files of the router', () => {
  test('are there, and can only be read, for as long as somebody wants them', async () => {
    const { server, see, want, folderIn, place, told } = await setup();
    see('online');
    expect(await folderIn()).toEqual({ folder: place, fingerprint: server.fingerprint });
    expect(readFileSync(join(place, 'song.mp3'), 'utf8')).toBe(SONG);
    expect(() => writeFileSync(join(place, 'more'), '')).toThrow(/EROFS/u);
    expect(existsSync(join(server.shared, 'more'))).toBe(false);

    want(false);
    expect(await until(() => !isMounted(place))).toBe(true);
    expect(told.at(-1)).toBeUndefined();
  });

  test('are not asked for where the router shares nothing', async () => {
    const { server, see, told, place } = await setup();
    see('online', false);
    see('unreachable');
    expect(told).toEqual([]);
    expect(isMounted(place)).toBe(false);
    expect(server.log).not.toContain('Connection from');
  });

  test('are not had from another router, and it gets no key to see', async () => {
    const { server, see, posted, told } = await setup({}, `SHA256:${'A'.repeat(43)}`);
    see('online');
    await until(() => posted.length > 0);
    expect(posted[0]).toMatchObject({ code: 'router_files', level: 'warning' });
    expect(posted[0]?.message).toMatch(/connection|reset|verification/iu);
    expect(told).toEqual([]);
    expect(server.log).not.toMatch(/Accepted|publickey/u);
  });

  test('go when the router falls silent, with an error for whoever waits for them, and come back', async () => {
    const { server, see, folderIn, told, place } = await setup();
    see('online');
    const before = await folderIn();
    writeFileSync(join(server.shared, 'second.mp3'), SONG);
    server.signalSessions('STOP');
    const reader = spawn('cat', [join(place, 'second.mp3')], { stdio: 'ignore' });
    const ended = once(reader, 'exit');

    see('unreachable');
    expect(await until(() => !isMounted(place))).toBe(true);
    expect(told.at(-1)).toBeUndefined();
    expect((await ended)[0]).toBe(1);

    server.signalSessions('CONT');
    see('online');
    expect(await folderIn()).toEqual(before);
    expect(readFileSync(join(place, 'second.mp3'), 'utf8')).toBe(SONG);
  });

  test('are had again by themselves when their connection ends', async () => {
    const { server, see, folderIn, told, place } = await setup();
    see('online');
    await folderIn();
    server.signalSessions('KILL');
    await until(() => told.filter((folder) => folder !== undefined).length === 2, LONG);
    expect(readFileSync(join(place, 'song.mp3'), 'utf8')).toBe(SONG);
  });

  test('are begun anew when they answer no more though the router is there', async () => {
    const { server, see, folderIn, told } = await setup({ lookMs: 100, answerMs: 2_000 });
    see('online');
    await folderIn();
    server.signalSessions('STOP');
    await until(() => told.filter((folder) => folder !== undefined).length === 2, LONG);
  });

  test('that a service of before has left behind are no obstacle', async () => {
    const first = await setup();
    first.see('online');
    await first.folderIn();
    const runtimeFolder = join(first.place, '..');
    const second = await setup({ runtimeFolder });
    second.see('online');
    expect(await second.folderIn()).toMatchObject({ folder: first.place, fingerprint: second.server.fingerprint });
  });
});
