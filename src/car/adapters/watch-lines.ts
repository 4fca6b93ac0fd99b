import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * The shell becomes the program; beside it waits one that ends it when our end of the pipe closes. Otherwise a service
 * that was killed would leave a program behind that keeps its GPIO line from the next one.
 */
const TIED_TO_US = 'exec 3<&0; { read -r _ <&3 || kill $$; } >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';
const ERRORS_LIMIT_CHARACTERS = 1_024;

/** Runs a program that prints lines until it ends or the signal ends it; tells how it ended, in words. Never rejects. */
export function watchLines(
  command: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', TIED_TO_US, 'sh', ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
    let errors = '';
    const kill = () => child.kill('SIGTERM');
    const end = (words: string) => {
      signal.removeEventListener('abort', kill);
      resolve(words);
    };
    signal.addEventListener('abort', kill);
    if (signal.aborted) kill();
    // The one beside it may have closed its end.
    child.stdin.on('error', () => undefined);
    child.stderr.on(
      'data',
      (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(0, ERRORS_LIMIT_CHARACTERS)),
    );
    createInterface({ input: child.stdout }).on('line', onLine);
    child.once('error', (error) => {
      if (child.pid === undefined) end(error.message);
    });
    child.once('exit', (code, by) => {
      child.stdin.end('\n');
      end(`${command[0] ?? ''} ended with ${code === null ? String(by) : String(code)}: ${errors.trim()}`);
    });
  });
}
