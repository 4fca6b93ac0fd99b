import { spawn } from 'node:child_process';

import { lowerPriority } from '#library/adapters/own-child';

export interface ChildRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** Handed to the child as descriptor 3. */
  readonly fd?: number;
  readonly limitMs: number;
  readonly outputLimitBytes: number;
  readonly signal: AbortSignal;
}

export interface ChildResult {
  /** `missing`: there is no such command; `limit`: it was killed for time or output. */
  readonly end: 'exit' | 'missing' | 'limit';
  readonly exitCode: number | undefined;
  readonly output: Buffer;
  readonly errors: string;
}

const ERRORS_LIMIT_BYTES = 64 * 1024;

/** Runs a command without a shell, at low priority, to its end or to its limit. Rejects only when cancelled. */
export function runChild(request: ChildRequest): Promise<ChildResult> {
  request.signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<ChildResult>();
  const child = spawn(request.command, request.args, {
    stdio: ['ignore', 'pipe', 'pipe', ...(request.fd === undefined ? [] : [request.fd])],
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  let outputBytes = 0;
  let errorBytes = 0;
  let end: ChildResult['end'] = 'exit';
  const kill = () => child.kill('SIGKILL');
  const stopForLimit = () => {
    end = 'limit';
    kill();
  };
  const timer = setTimeout(stopForLimit, request.limitMs);
  request.signal.addEventListener('abort', kill, { once: true });

  lowerPriority(child.pid);
  child.stdout?.on('data', (chunk: Buffer) => {
    outputBytes += chunk.length;
    if (outputBytes > request.outputLimitBytes) stopForLimit();
    else output.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errorBytes += chunk.length;
    if (errorBytes <= ERRORS_LIMIT_BYTES) errors.push(chunk);
  });
  child.on('error', () => {
    if (child.pid === undefined) end = 'missing';
  });
  child.on('close', (exitCode) => {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', kill);
    if (request.signal.aborted) reject(request.signal.reason as Error);
    else
      resolve({
        end,
        exitCode: exitCode ?? undefined,
        output: Buffer.concat(output),
        errors: Buffer.concat(errors).toString('utf8'),
      });
  });
  return promise;
}
