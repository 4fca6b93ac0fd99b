export interface ChromiumOptions {
  readonly profile: string;
  readonly isRoot: boolean;
  /** `WIDTH,HEIGHT` in pixels: without a window manager nobody else makes the window as large as the panel. */
  readonly panelSize: string | undefined;
}

/**
 * Chromium as a kiosk. The profile lies in the runtime folder, which is memory: a power cut cannot damage it, and no
 * "restore pages" ever shows. The pipe for its own events is inherited, so nobody else can open it.
 */
export function chromiumArguments(options: ChromiumOptions): readonly string[] {
  return [
    '--kiosk',
    '--window-position=0,0',
    ...(options.panelSize === undefined ? [] : [`--window-size=${options.panelSize}`]),
    `--user-data-dir=${options.profile}`,
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-infobars',
    '--disable-session-crashed-bubble',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--disable-features=Translate,MediaRouter,AutofillServerCommunication',
    '--disable-extensions',
    '--disable-sync',
    '--disable-component-update',
    '--disable-background-networking',
    '--disable-default-apps',
    '--password-store=basic',
    '--js-flags=--max-old-space-size=192',
    ...(options.isRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}
