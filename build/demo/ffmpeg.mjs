import { spawn } from 'node:child_process';

const TIME_LIMIT_MS = 120_000;

/** Same input, same bytes: no dates, no encoder's name, one thread. */
export const EXACT = [
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-flags:a',
  '+bitexact',
  '-threads',
  '1',
];

/**
 * Runs ffmpeg to its end; rejects with what it said.
 *
 * @param {readonly string[]} options
 * @param {Buffer} [input] standard input
 * @returns {Promise<void>}
 */
export function runFfmpeg(options, input) {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...options], {
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: TIME_LIMIT_MS,
    });
    let said = '';
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ffmpeg ended with ${String(code)}: ${said.trim()}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/**
 * @param {Readonly<Record<string, string>>} tags
 * @returns {string[]}
 */
export function metadata(tags) {
  return Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
}
