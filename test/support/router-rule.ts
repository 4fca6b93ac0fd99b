import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../resources/router/lib/jq', import.meta.url));
/** Why rules cannot be asked here. */
export const whyNoRules = spawnSync('jq', ['--version']).status === 0 ? undefined : 'jq is not installed';

/** One of the router's jq programs on an input, with arguments; text ones are strings. */
export function rule(
  name: string,
  input: unknown,
  args: Readonly<Record<string, unknown>>,
  flags: readonly string[] = [],
): unknown {
  const given = Object.entries(args).flatMap(([key, value]) =>
    typeof value === 'string' ? ['--arg', key, value] : ['--argjson', key, JSON.stringify(value)],
  );
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const out = execFileSync('jq', ['-c', '-L', FOLDER, ...flags, ...given, '-f', `${FOLDER}/${name}.jq`], {
    input: text,
  });
  const lines = out.toString().trim().split('\n');
  return JSON.parse(lines[0] ?? 'null') as unknown;
}
