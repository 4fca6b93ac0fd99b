import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import type { Logger } from '#kernel/logger';
import { MpvNotFound } from '#player/adapters/mpv/mpv-process';

const run = promisify(execFile);
const LIST_LIMIT_MS = 5_000;
const LIST_MAX_BYTES = 4 * 1024 * 1024;

/** Which program it was that said so: another version is another file. */
const kept = z.object({
  program: z.string(),
  sizeBytes: z.number(),
  mtimeMs: z.number(),
  options: z.array(z.string()),
});

export interface KnownFlagsDeps {
  /** `mpv`, or the path of it. */
  readonly binary: string;
  /** Where the answer is kept over a restart: asking costs a process at each start. Derived, and made again when lost. */
  readonly cacheFile: string | undefined;
  /** Folders of programs, with `:` between. */
  readonly searchPath: string;
  readonly logger: Logger;
}

/**
 * The flags that the installed version knows: mpv refuses to start with one that it does not, and versions from 0.35 to
 * the newest differ in a few. Asked once per program; when it cannot say, all are used.
 */
export class KnownFlags {
  readonly #deps: KnownFlagsDeps;
  #asked: Promise<ReadonlySet<string>> | undefined;

  constructor(deps: KnownFlagsDeps) {
    this.#deps = deps;
  }

  /** Throws `MpvNotFound` where there is no such program. */
  async of(flags: readonly string[]): Promise<readonly string[]> {
    const options = await (this.#asked ??= this.#ask());
    const known = knownOf(flags, options);
    if (known.length < flags.length) {
      const unknown = flags.filter((flag) => !known.includes(flag));
      this.#deps.logger.debug({ unknown }, 'this mpv does not know all flags');
    }
    return known;
  }

  /** The next question is asked of the program itself. */
  async forget(): Promise<void> {
    this.#asked = undefined;
    const { cacheFile } = this.#deps;
    if (cacheFile !== undefined) await rm(cacheFile, { force: true }).catch(() => undefined);
  }

  async #ask(): Promise<ReadonlySet<string>> {
    const { binary, cacheFile, searchPath } = this.#deps;
    try {
      const program = await identityOf(binary, searchPath);
      const known = cacheFile && program ? await readKept(cacheFile, program) : undefined;
      if (known) return new Set(known);
      const options = await listOptions(binary);
      if (cacheFile && program && options.length > 0)
        await keep(cacheFile, { ...program, options }).catch(() => undefined);
      return new Set(options);
    } catch (cause) {
      this.#asked = undefined;
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new MpvNotFound('No such program', { cause });
      return new Set();
    }
  }
}

/** Those of the flags that are among the options; all of them where nobody knows the options. */
export function knownOf(flags: readonly string[], options: ReadonlySet<string>): readonly string[] {
  return options.size === 0 ? flags : flags.filter((flag) => options.has(nameOf(flag)));
}

/** Names of options in what `mpv --list-options` writes. */
export function optionsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^ --([\w-]+)/gmu)].map(([, name]) => name ?? ''));
}

type Program = Omit<z.infer<typeof kept>, 'options'>;

async function identityOf(binary: string, searchPath: string): Promise<Program | undefined> {
  const folders = binary.includes('/') ? [''] : searchPath.split(delimiter);
  for (const folder of folders) {
    const program = join(folder, binary);
    const facts = await stat(program).catch(() => undefined);
    if (facts?.isFile()) return { program, sizeBytes: facts.size, mtimeMs: facts.mtimeMs };
  }
  return undefined;
}

async function readKept(file: string, program: Program): Promise<readonly string[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = kept.safeParse(parseJson(text)).data;
  const isSame =
    found?.program === program.program && found.sizeBytes === program.sizeBytes && found.mtimeMs === program.mtimeMs;
  return isSame ? found.options : undefined;
}

/** A cut may leave half of the new file, under its other name. */
async function keep(file: string, content: z.infer<typeof kept>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${String(process.pid)}`;
  await writeFile(draft, JSON.stringify(content), { flush: true });
  await rename(draft, file);
}

async function listOptions(binary: string): Promise<string[]> {
  const listing = run(binary, ['--no-config', '--list-options'], {
    timeout: LIST_LIMIT_MS,
    maxBuffer: LIST_MAX_BYTES,
  });
  // A service that ends meanwhile leaves nothing behind.
  const end = () => listing.child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const { stdout } = await listing;
    return [...optionsIn(stdout)];
  } finally {
    process.off('exit', end);
  }
}

/** `--no-config` is the option `config`. */
function nameOf(flag: string): string {
  const name = flag.slice(2).split('=', 1)[0] ?? '';
  return name.startsWith('no-') ? name.slice('no-'.length) : name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
