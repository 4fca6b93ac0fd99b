import { constants } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { watch, type FSWatcher } from 'chokidar';

import { PROMPT_ROLES, type PromptRole } from '#contract/entities/prompt';
import type { Logger } from '#kernel/logger';

/** What lay in the spool; one of both. */
export interface SpooledPrompt {
  readonly role: PromptRole;
  readonly text?: string;
  /** Of the text, as in `de` or `de-AT`; the screen's where it is not told. */
  readonly language?: string;
  /** Base64. */
  readonly sound?: string;
}

export interface PromptSpoolDeps {
  /** With a folder below it for each role: `prompt`, `call`, `alarm`. */
  readonly folder: string;
  readonly logger: Logger;
  say(spooled: SpooledPrompt): Promise<unknown>;
}

const LARGEST_BYTES = 8_000_000;
const LONGEST_TEXT = 500;

/**
 * A folder into which navigation programs put what is to be said: `NAME.txt` or `NAME.de.txt`, or a sound of any other name, written beside it
 * and renamed into it, or given 200 ms of rest. What has been read is taken away; what lay there before the start is stale.
 */
export class PromptSpool {
  readonly #deps: PromptSpoolDeps;
  readonly #logger: Logger;
  #watchers: FSWatcher[] = [];
  /** Those of one role one after the other, as they came: a text that takes its time holds no alarm up. */
  readonly #turns = new Map<PromptRole, Promise<unknown>>();

  constructor(deps: PromptSpoolDeps) {
    this.#deps = deps;
    this.#logger = deps.logger.child({ part: 'prompt spool' });
  }

  async start(): Promise<void> {
    for (const role of PROMPT_ROLES) {
      const folder = join(this.#deps.folder, role);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
      const watcher = watch(folder, {
        depth: 0,
        followSymlinks: false,
        ignored: (path) => /(?:^|\/)\.[^/]*$|\.(?:part|tmp)$/u.test(path.slice(folder.length)),
        awaitWriteFinish: { stabilityThreshold: 200, pollInterval: 50 },
      });
      watcher.on('add', (path) => {
        this.#turns.set(
          role,
          Promise.resolve(this.#turns.get(role)).then(() => this.#take(role, path)),
        );
      });
      watcher.on('error', (error) => this.#logger.warn({ err: error }, 'the spool cannot be watched'));
      await new Promise<void>((resolve) => void watcher.once('ready', resolve));
      this.#watchers.push(watcher);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#watchers.map((watcher) => watcher.close()));
    this.#watchers = [];
  }

  async #take(role: PromptRole, path: string): Promise<void> {
    try {
      const bytes = await readPlain(path);
      await rm(path, { force: true });
      const isText = path.toLowerCase().endsWith('.txt');
      const text = isText ? bytes.toString().trim().slice(0, LONGEST_TEXT) : '';
      if (isText && text === '') return;
      const language = /\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\.txt$/u.exec(path)?.[1];
      await this.#deps.say(
        isText
          ? { role, text, ...(language !== undefined && { language }) }
          : { role, sound: bytes.toString('base64') },
      );
    } catch (error) {
      await rm(path, { recursive: true, force: true });
      this.#logger.warn({ err: error }, 'what lay in the spool was not said');
    }
  }
}

/** A link is not followed, and a pipe not waited for. */
async function readPlain(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > LARGEST_BYTES) throw new RangeError('no file of a prompt’s size');
    return await file.readFile();
  } finally {
    await file.close();
  }
}
