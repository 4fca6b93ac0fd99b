import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The modem's end of a terminal pair; what is opened at `link` is the other. One open end is kept, or the last closing would be the modem's death. */
export async function openPty(link: string, receive: (bytes: Buffer) => void): Promise<(bytes: Buffer) => void> {
  rmSync(link, { force: true });
  const socat = spawn('socat', [`PTY,raw,echo=0,link=${link},mode=666`, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  socat.stdout.on('data', receive);
  socat.on('exit', (code) => process.exit(code ?? 0));
  while (!existsSync(link)) await wait(10);
  const held = openSync(link, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      closeSync(held);
      socat.kill();
      process.exit(0);
    });
  }
  return (bytes) => socat.stdin.write(bytes);
}
