import { join } from 'node:path';

import type { Session, WebContents } from 'electron';

import { LOG_PATH } from '#contract/log-path';

/**
 * The page may talk to its own service and to nothing else, and gets none of the browser's powers. What it may keep is
 * the service's log: in `downloads`, a folder, without a dialogue, in place of the one before.
 */
export function hardenSession(session: Session, origin: string, downloads: string): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (item.getURL() === `${origin}${LOG_PATH}`) item.setSavePath(join(downloads, 'carputer.log'));
    else event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isOwn(details.url, origin) });
  });
}

/** The window stays on the service: no other page, no second window, no webview, no wrong certificate. */
export function hardenContents(contents: WebContents, origin: string): void {
  const stay = (event: { preventDefault: () => void }, url: string) => {
    if (!isOwn(url, origin)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('certificate-error', (event, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function isOwn(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const asked = new URL(url);
  return asked.origin === origin || asked.origin === origin.replace(/^http/u, 'ws');
}
