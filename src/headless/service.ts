import { flushCompileCache } from 'node:module';

import { createApp } from '#app/create-app';
import { createLogger } from '#app/create-logger';
import { isWrongSetting } from '#app/is-wrong-setting';
import { placesFrom } from '#app/places';
import { loadConfig, type Config } from '#config/load-config';

// The service alone: `carputer ready on ...` on standard output, one JSON object per line on standard error.

/** SIGTERM promises an end within 2 s; what hangs longer than this is left behind. */
const STOP_LIMIT_MS = 1_900;
const EXIT_WRONG_SETTING = 2;
const FLUSH_AFTER_MS = 5_000;

const log = createLogger();
const { logger } = log;

function readConfig(): Config {
  try {
    return loadConfig(process.argv.slice(2), process.env);
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (isWrongSetting(error)) {
    process.stderr.write(`carputer: ${error.message}\n`);
    process.exit(EXIT_WRONG_SETTING);
  }
  throw error;
}

async function run(): Promise<void> {
  const config = readConfig();
  const app = createApp(config, placesFrom(import.meta.url), log);
  let isStopping = false;

  const stop = (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({}, 'stopping took too long');
      exitAtOnce(0);
    }, STOP_LIMIT_MS).unref();
    void app.stop().finally(() => exitAtOnce(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);

  await app.start();
  process.stdout.write(`carputer ready on http://127.0.0.1:${String(config.port)}\n`);
  // Where NODE_COMPILE_CACHE names a folder: written now, since a power cut leaves no time at the end.
  setTimeout(() => flushCompileCache(), FLUSH_AFTER_MS).unref();
}

/**
 * Without the tidying-up of `process.exit`, which terminates threads: one that a slow card holds up in SQLite would turn
 * the end into a crash.
 */
function exitAtOnce(code: number): void {
  const reallyExit: unknown = Reflect.get(process, 'reallyExit');
  if (typeof reallyExit === 'function') Reflect.apply(reallyExit, process, [code]);
  process.exit(code);
}

process.on('unhandledRejection', (error) => {
  logger.error({ err: error }, 'a promise was rejected and nobody looked');
});

process.on('uncaughtException', (error) => {
  logger.error({ err: error }, 'the service broke');
  process.exit(1);
});

try {
  await run();
} catch (error) {
  if (isWrongSetting(error)) refuse(error);
  logger.error({ err: error }, 'could not start');
  process.stderr.write(`carputer: could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
