import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const OPENS_AT = /^carputer opens at (?<address>http:\/\/127\.0\.0\.1:\S+)$/u;

/**
 * Runs the launcher without a window and waits for the address that it prints. It outlives this process: when the
 * window dies, the music plays on. `own` is Electron's process; its flags go to the service.
 */
export async function startService(
  launcher: URL,
  own: Pick<NodeJS.Process, 'argv' | 'env' | 'execPath'>,
): Promise<string> {
  const flags = own.argv
    .slice(1)
    .filter((argument) => argument.startsWith('--') && !argument.startsWith('--no-sandbox'));
  const child = spawn(own.execPath, [fileURLToPath(launcher), ...flags, '--no-window'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...own.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The service ended with ${String(code)}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = OPENS_AT.exec(line)?.groups?.['address'];
      if (address !== undefined) resolve(address);
    });
  });
}
