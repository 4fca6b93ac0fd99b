import { app, BrowserWindow, session } from 'electron';

import { KioskShell } from '#main/kiosk-shell';
import { startService } from '#main/start-service';

// Electron's part: a full-screen window on the service. The launcher hands the address over; started on its own, this
// starts the service as a process of its own and opens what that names.

const shell = new KioskShell({
  app,
  createWindow: (options) => new BrowserWindow(options),
  defaultSession: () => session.defaultSession,
  findAddress: () =>
    process.env['CARPUTER_WINDOW_ADDRESS'] ?? startService(new URL('./start.js', import.meta.url), process),
});

shell.start();
