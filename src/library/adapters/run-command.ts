import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface CommandOptions {
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

const OUTPUT_LIMIT_BYTES = 1024 * 1024;

/** What a command prints; no shell, killed at the limit. Throws the system's error, with `code` ENOENT when it is missing. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { stdout } = await execute(command, args, {
    timeout: options.limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: OUTPUT_LIMIT_BYTES,
    encoding: 'utf8',
    env: COMMAND_ENVIRONMENT,
    ...(options.signal && { signal: options.signal }),
  });
  return stdout;
}

/** Words of the tools in one language, and the folders in which Debian keeps them. */
const COMMAND_ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** Undefined instead of an error. */
export async function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string | undefined> {
  try {
    return await runCommand(command, args, options);
  } catch {
    return undefined;
  }
}
