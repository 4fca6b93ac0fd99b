import { createHmac, randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { isSameSecret } from '#server/access/secrets';

const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[\w-]{43}$/u;
const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';
const OWNER_ONLY = 0o600;

export interface KioskTokenOptions {
  /** The folder DATA; `kiosk.token` and `kiosk.token.boot` stand in it. */
  readonly dataFolder: string;
  readonly bootIdFile?: string;
}

/**
 * The credential of the touchscreen and of local scripts: 256 bits in a file of mode 0600, new at each boot of the
 * machine.
 */
export class KioskToken {
  readonly #options: KioskTokenOptions;
  #value = '';
  #cookie = '';

  constructor(options: KioskTokenOptions) {
    this.#options = options;
  }

  /** Takes the token of this boot from its file, or draws a new one. */
  async load(): Promise<void> {
    const bootId = await readText(this.#options.bootIdFile ?? BOOT_ID_FILE);
    const stored = await readText(this.path);
    const isStored = TOKEN_FORM.test(stored);
    if (isStored && (await readText(this.#bootPath)) === bootId) {
      // A card that the system made read-only keeps its modes: the touchscreen must open.
      await chmod(this.path, OWNER_ONLY).catch(() => undefined);
      this.#use(stored);
      return;
    }
    const fresh = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#use((await this.#keep(fresh, bootId)) || !isStored ? fresh : stored);
  }

  /** False on a card that takes no more: then the token of the boot before goes on, for the touchscreen must open. */
  async #keep(token: string, bootId: string): Promise<boolean> {
    try {
      await writeSafely(this.path, token);
    } catch {
      return false;
    }
    // In this order: without the second one, a token is drawn again at the next start.
    await writeSafely(this.#bootPath, bootId).catch(() => undefined);
    return true;
  }

  get path(): string {
    return join(this.#options.dataFolder, 'kiosk.token');
  }

  get value(): string {
    return this.#value;
  }

  /** What the cookie of a session holds: derived, so that it outlives a restart of the service but not the boot. */
  get cookie(): string {
    return this.#cookie;
  }

  matches(candidate: string): boolean {
    return this.#value !== '' && isSameSecret(candidate, this.#value);
  }

  matchesCookie(candidate: string): boolean {
    return this.#cookie !== '' && isSameSecret(candidate, this.#cookie);
  }

  get #bootPath(): string {
    return `${this.path}.boot`;
  }

  #use(value: string): void {
    this.#value = value;
    this.#cookie = createHmac('sha256', value).update('carputer kiosk session').digest('base64url');
  }
}

/** Without line end; '' where there is no such file. */
async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return '';
  }
}

async function writeSafely(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', OWNER_ONLY);
  try {
    await file.chmod(OWNER_ONLY);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
