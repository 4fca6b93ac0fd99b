import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { placesFrom } from '#app/places';
import { ConfigError } from '#config/config-error';
import { loadConfig, type Config } from '#config/load-config';
import { ServiceProcess } from '#headless/service-process';
import { chooseWindow } from '#headless/window/choose-window';
import { WindowKeeper } from '#headless/window/window-keeper';

// What `npm start` runs: the service (or the one that runs already), and a window on the touchscreen.

const EXIT_WRONG_SETTING = 2;

/** Throws ConfigError where the service that answers is one of another data folder. */
function kioskAddress({ data, port }: Config): string {
  try {
    const token = readFileSync(join(data, 'kiosk.token'), 'utf8').trim();
    return `http://127.0.0.1:${String(port)}/kiosk#${token}`;
  } catch (cause) {
    const message = `port ${String(port)}: the Carputer that runs there uses another data folder than ${data}; give another --port, or its --data`;
    throw new ConfigError(message, { cause });
  }
}

async function run(): Promise<void> {
  const args = process.argv.slice(2);
  const config = loadConfig(args, process.env);
  const places = placesFrom(import.meta.url);
  const service = new ServiceProcess({ entry: places.entry('headless', 'service'), args, port: config.port });
  const window = new WindowKeeper((line) => process.stderr.write(`carputer: ${line}\n`));

  const stop = () => {
    window.stop();
    service.stop();
  };
  // SIGHUP: the terminal was closed.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  service.onExit((code) => {
    window.stop();
    process.exitCode = code;
  });

  if (!(await service.start())) return;
  const choice = chooseWindow({ config, root: places.root, electronEntry: places.entry('main', 'main') }, process.env);
  if (choice) window.start(choice, () => kioskAddress(config));
  else process.stdout.write(`carputer opens at ${kioskAddress(config)}\n`);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`carputer: ${error.message}\n`);
  process.exitCode = EXIT_WRONG_SETTING;
}
