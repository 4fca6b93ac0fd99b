import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Peer } from '#test/bench/peer';

const DISPLAY = ':77';
const HTTP_PORT = 18_080;
const NEWS_PORT = 9_090;
const START_LIMIT_MS = 120_000;
const SCAN_LIMIT_MS = 900_000;
const STOP_LIMIT_MS = 15_000;
/** It goes on with its own affairs for a while after it first answers. */
const SETTLE_MS = 6_000;

/** Kodi's music library, where it and a screen in memory are installed; what it takes to start is not counted. */
export function kodiPeer(): Peer | undefined {
  const [program] = globSync('/usr/lib/*/kodi/kodi.bin');
  if (program === undefined || !existsSync('/usr/bin/Xvfb')) return undefined;
  return { name: 'kodi', index: (stick, scratch) => indexWithKodi(program, stick, scratch) };
}

async function indexWithKodi(program: string, stick: string, scratch: string): Promise<number> {
  const home = join(scratch, 'kodi');
  await writeSettings(home, stick);
  const screen = spawn('Xvfb', [DISPLAY, '-screen', '0', '1024x600x24'], { stdio: 'ignore' });
  const env = { ...process.env, HOME: home, TMPDIR: home, DISPLAY, LIBGL_ALWAYS_SOFTWARE: '1' };
  const kodi = spawn(program, ['--windowing=x11'], { stdio: 'ignore', env });
  try {
    await answers(kodi);
    await sleep(SETTLE_MS);
    return await scan(stick);
  } finally {
    await end(kodi);
    await end(screen);
  }
}

async function writeSettings(home: string, stick: string): Promise<void> {
  const folder = join(home, '.kodi/userdata');
  await rm(home, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const settings = {
    ...{ 'services.webserver': true, 'services.webserverport': HTTP_PORT, 'services.webserverauthentication': false },
    ...{ 'services.zeroconf': false, 'services.upnp': false, 'musiclibrary.downloadinfo': false },
    ...{ 'general.addonupdates': 2, 'audiooutput.audiodevice': 'NULL' },
  };
  const lines = Object.entries(settings).map(([id, value]) => `<setting id="${id}">${String(value)}</setting>`);
  await writeFile(join(folder, 'guisettings.xml'), `<settings version="2">${lines.join('')}</settings>`);
  const source = `<source><name>stick</name><path pathversion="1">${stick}/</path></source>`;
  await writeFile(join(folder, 'sources.xml'), `<sources><music>${source}</music></sources>`);
}

/** Waits until it answers at all. */
async function answers(kodi: ChildProcess): Promise<void> {
  const until = performance.now() + START_LIMIT_MS;
  while (performance.now() < until && kodi.exitCode === null) {
    if ((await call('JSONRPC.Ping').catch(() => undefined)) === 'pong') return;
    await sleep(200);
  }
  throw new Error('Kodi did not start');
}

/** Seconds until it says that it has looked through the stick. */
async function scan(stick: string): Promise<number> {
  const news = connect(NEWS_PORT, '127.0.0.1');
  await once(news, 'connect');
  try {
    const startedMs = performance.now();
    let told = '';
    const finished = (async () => {
      for await (const text of news) {
        told = (told + String(text)).slice(-100_000);
        if (told.includes('AudioLibrary.OnScanFinished')) return;
      }
      throw new Error('Kodi ended');
    })();
    await call('AudioLibrary.Scan', { directory: `${stick}/`, showdialogs: false });
    const tooLate = sleep(SCAN_LIMIT_MS, undefined, { ref: false }).then(() =>
      Promise.reject(new Error('Kodi did not end')),
    );
    await Promise.race([finished, tooLate]);
    return (performance.now() - startedMs) / 1_000;
  } finally {
    news.destroy();
  }
}

async function call(method: string, params: object = {}): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${HTTP_PORT}/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const answer = (await response.json()) as { readonly result?: unknown };
  return answer.result;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}
