import { spawn } from 'node:child_process';

export type CommandEnd =
  | { readonly kind: 'exit'; readonly code: number; readonly output: string; readonly errors: string }
  /** It could not be started: there is no such program, or it may not be run. */
  | { readonly kind: 'missing'; readonly reason: string }
  /** It was ended by a signal: at the limit, on cancel, or by somebody else. */
  | { readonly kind: 'killed' };

export interface CommandLimits {
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

const OUTPUT_LIMIT_CHARACTERS = 4_096;

/** Runs a program without a shell to its end or to its limit; never rejects. Output beyond 4 KiB is thrown away. */
export function runCommand(command: readonly string[], { limitMs, signal }: CommandLimits): Promise<CommandEnd> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(kill, limitMs);
    const end = (result: CommandEnd) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      resolve(result);
    };
    signal?.addEventListener('abort', kill);
    if (signal?.aborted === true) kill();
    child.stdout.on(
      'data',
      (chunk: Buffer) => (output = (output + chunk.toString()).slice(0, OUTPUT_LIMIT_CHARACTERS)),
    );
    child.stderr.on(
      'data',
      (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(0, OUTPUT_LIMIT_CHARACTERS)),
    );
    child.once('error', (error) => {
      if (child.pid === undefined) end({ kind: 'missing', reason: error.message });
    });
    child.once('exit', (code) => {
      // What a grandchild keeps open is not waited for: one turn lets the pipes give what they hold.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        end(code === null ? { kind: 'killed' } : { kind: 'exit', code, output, errors });
      });
    });
  });
}
