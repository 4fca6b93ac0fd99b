import { EventEmitter } from 'node:events';

import type { App, BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { KioskShell } from '#main/kiosk-shell';

const ADDRESS = 'http://127.0.0.1:8080/kiosk#secret';

afterEach(() => {
  vi.useRealTimers();
});

/** A stand-in for the part of Electron that the shell uses. */
function setup({ isFirst = true } = {}) {
  vi.useFakeTimers();
  const windows: { window: StubWindow; options: BrowserWindowConstructorOptions }[] = [];
  const session = new StubSession();
  const app = Object.assign(new EventEmitter(), {
    isQuit: false,
    requestSingleInstanceLock: () => isFirst,
    whenReady: () => Promise.resolve(),
    getPath: (name: string) => `/home/car/${name}`,
    quit() {
      this.isQuit = true;
    },
  });
  const shell = new KioskShell({
    app: app as unknown as App,
    createWindow: (options) => {
      const window = new StubWindow();
      windows.push({ window, options });
      return window as unknown as BrowserWindow;
    },
    defaultSession: () => session as unknown as Session,
    findAddress: () => ADDRESS,
  });
  const open = async () => {
    shell.start();
    await vi.advanceTimersByTimeAsync(0);
    const first = windows[0];
    if (!first) throw new Error('no window was opened');
    return first;
  };
  return { app, shell, windows, session, open };
}

class StubContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  isCrashed = false;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  forcefullyCrashRenderer() {
    this.isCrashed = true;
  }
}

class StubWindow extends EventEmitter {
  readonly webContents = new StubContents();
  readonly loaded: string[] = [];
  loadURL(url: string) {
    this.loaded.push(url);
    return Promise.resolve();
  }
  isDestroyed() {
    return false;
  }
  focus() {
    this.emit('focused');
  }
}

class StubDownload {
  readonly #url: string;
  path: string | undefined;
  constructor(url: string) {
    this.#url = url;
  }
  getURL() {
    return this.#url;
  }
  setSavePath(path: string) {
    this.path = path;
  }
}

class StubSession extends EventEmitter {
  readonly decisions: Record<string, (...args: never[]) => unknown> = {};
  readonly webRequest = {
    onBeforeRequest: (handler: (details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void) => {
      this.beforeRequest = handler;
    },
  };
  beforeRequest: ((details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void) | undefined;
  setPermissionRequestHandler(handler: (...args: never[]) => unknown) {
    this.decisions['request'] = handler;
  }
  setPermissionCheckHandler(handler: (...args: never[]) => unknown) {
    this.decisions['check'] = handler;
  }
  setDevicePermissionHandler(handler: (...args: never[]) => unknown) {
    this.decisions['device'] = handler;
  }
  isRefused(url: string) {
    let isRefused: boolean | undefined;
    this.beforeRequest?.({ url }, ({ cancel }) => {
      isRefused = cancel;
    });
    return isRefused;
  }
}

describe('KioskShell', () => {
  it('opens one full-screen window on the address, with nothing of Node in the page', async () => {
    const { open } = setup();

    const { window, options } = await open();

    expect(window.loaded).toEqual([ADDRESS]);
    expect(options).toMatchObject({
      kiosk: true,
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        devTools: false,
      },
    });
  });

  it('quits when another one has the screen', () => {
    const { app, shell, windows } = setup({ isFirst: false });

    shell.start();

    expect(app.isQuit).toBe(true);
    expect(windows).toEqual([]);
  });

  it('opens again when its window dies', async () => {
    const { open, windows } = setup();
    const { window } = await open();

    window.emit('closed');
    await vi.advanceTimersByTimeAsync(500);

    expect(windows).toHaveLength(2);
    expect(windows[1]?.window.loaded).toEqual([ADDRESS]);
  });

  it('loads the page again when its renderer crashes, and when the service was not there', async () => {
    const { open } = setup();
    const { window } = await open();

    window.webContents.emit('render-process-gone');
    window.webContents.emit('did-fail-load');
    await vi.advanceTimersByTimeAsync(1_000);

    expect(window.loaded).toHaveLength(3);
  });

  it('kills a page that hangs for 8 s, and spares one that comes back before', async () => {
    const { open } = setup();
    const { window } = await open();

    window.emit('unresponsive');
    await vi.advanceTimersByTimeAsync(7_000);
    window.emit('responsive');
    await vi.advanceTimersByTimeAsync(8_000);
    expect(window.webContents.isCrashed).toBe(false);

    window.emit('unresponsive');
    await vi.advanceTimersByTimeAsync(8_000);
    expect(window.webContents.isCrashed).toBe(true);
  });

  it.each([
    ['http://127.0.0.1:8080/assets/kiosk.js', false],
    ['ws://127.0.0.1:8080/api/v1/events', false],
    ['http://127.0.0.1:9090/', true],
    ['https://example.org/', true],
    ['file:///etc/passwd', true],
  ])('a request to %s is refused: %s', async (url, isRefused) => {
    const { open, session } = setup();
    await open();

    expect(session.isRefused(url)).toBe(isRefused);
  });

  it('stays on the service: no navigation away, no window, no webview, no permission, no download', async () => {
    const { open, session } = setup();
    const { window } = await open();
    const prevented: string[] = [];
    const event = (name: string) => ({ preventDefault: () => prevented.push(name) });

    window.webContents.emit('will-navigate', event('navigate'), 'https://example.org/');
    window.webContents.emit('will-navigate', event('own page'), 'http://127.0.0.1:8080/kiosk/music');
    window.webContents.emit('will-attach-webview', event('webview'));
    session.emit('will-download', event('download'), new StubDownload('https://example.org/some.zip'));
    session.emit('will-download', event('other'), new StubDownload('http://127.0.0.1:8080/api/v1/zones'));

    expect(prevented).toEqual(['navigate', 'webview', 'download', 'other']);
    expect(window.webContents.openHandler?.({ url: 'http://127.0.0.1:8080/' })).toEqual({ action: 'deny' });
    expect(session.decisions['check']?.()).toBe(false);
    expect(session.decisions['device']?.()).toBe(false);
  });

  it('lets the log be kept, without asking where', async () => {
    const { open, session } = setup();
    await open();
    const log = new StubDownload('http://127.0.0.1:8080/api/v1/log');

    session.emit('will-download', { preventDefault: () => expect.fail('It was refused') }, log);

    expect(log.path).toBe('/home/car/downloads/carputer.log');
  });
});
