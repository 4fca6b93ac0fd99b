import type { App, BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';

import { hardenContents, hardenSession } from '#main/harden';
import { WINDOW_OPTIONS } from '#main/window-options';

/** The parts of Electron that the shell uses. */
export interface KioskShellDeps {
  readonly app: Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on' | 'whenReady' | 'getPath'>;
  readonly createWindow: (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly defaultSession: () => Session;
  readonly findAddress: () => string | Promise<string>;
}

const REOPEN_MS = 500;
const RELOAD_MS = 1_000;
/** A page that hangs this long is loaded again. */
const HUNG_MS = 8_000;

/** One full-screen window on the service, opened again whenever it dies. */
export class KioskShell {
  readonly #deps: KioskShellDeps;
  #window: BrowserWindow | undefined;
  #hungTimer: NodeJS.Timeout | undefined;

  constructor(deps: KioskShellDeps) {
    this.#deps = deps;
  }

  start(): void {
    const { app } = this.#deps;
    if (!app.requestSingleInstanceLock()) {
      app.quit();
      return;
    }
    app.on('second-instance', () => {
      this.#window?.focus();
    });
    // Electron would quit with its last window; this one comes back.
    app.on('window-all-closed', () => undefined);
    void this.#openFirst();
  }

  async #openFirst(): Promise<void> {
    await this.#deps.app.whenReady();
    try {
      const address = await this.#deps.findAddress();
      const { app, defaultSession } = this.#deps;
      hardenSession(defaultSession(), new URL(address).origin, app.getPath('downloads'));
      this.#open(address);
    } catch (error) {
      process.stderr.write(`carputer: no window: ${error instanceof Error ? error.message : String(error)}\n`);
      this.#deps.app.quit();
    }
  }

  #open(address: string): void {
    const window = this.#deps.createWindow(WINDOW_OPTIONS);
    this.#window = window;
    hardenContents(window.webContents, new URL(address).origin);
    const load = () => {
      // A failed load is retried by 'did-fail-load'.
      if (!window.isDestroyed()) window.loadURL(address).catch(() => undefined);
    };
    window.webContents.on('render-process-gone', load);
    window.webContents.on('did-fail-load', () => setTimeout(load, RELOAD_MS));
    window.on('unresponsive', () => {
      clearTimeout(this.#hungTimer);
      this.#hungTimer = setTimeout(() => {
        window.webContents.forcefullyCrashRenderer();
      }, HUNG_MS);
    });
    window.on('responsive', () => {
      clearTimeout(this.#hungTimer);
    });
    window.on('closed', () => {
      clearTimeout(this.#hungTimer);
      setTimeout(() => {
        this.#open(address);
      }, REOPEN_MS);
    });
    load();
  }
}
