import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../torture/main.ts', import.meta.url));

/** Of a machine that is busy with the other harnesses. */
const TIME_LIMIT_MS = 90_000;

function torture(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', timeout: TIME_LIMIT_MS });
  return { status, stderr };
}

it.each([
  ['an unknown name', ['thumbscrew']],
  ['no name', []],
  ['a count that is none', ['kill', '--count', 'many']],
  ['an unknown flag', ['kill', '--gently']],
])('refuses %s and lists what there is', { timeout: TIME_LIMIT_MS }, (_what, args) => {
  const { status, stderr } = torture(...args);

  expect(status).toBe(2);
  for (const name of ['kill', 'cut', 'replay', 'yank', 'resume', 'mpv']) expect(stderr).toContain(`\n  ${name}`);
});
