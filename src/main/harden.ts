import type { Session, WebContents } from 'electron';

/** The page may talk to its own service and to nothing else, and gets none of the browser's powers. */
export function hardenSession(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
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
