import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Logger } from '#kernel/logger';
import { drawSshKey, faultOf, type SshKeyPair } from '#network/adapters/ssh/draw-ssh-key';
import type { RouterTrust } from '#network/ports';

export interface RouterKeyFilesDeps {
  /** DATA/router, 0700. */
  readonly folder: string;
  readonly logger: Logger;
}

const trustFile = z.object({ fingerprint: z.string().max(100) });

/** This machine's key (`key`, `key.pub`) and the fingerprint that was confirmed (`trusted.json`), each file replaced whole. */
export class RouterKeyFiles implements RouterTrust {
  readonly #deps: RouterKeyFilesDeps;
  #fingerprint: string | undefined;
  #keys: Promise<SshKeyPair> | undefined;

  constructor(deps: RouterKeyFilesDeps) {
    this.#deps = deps;
    this.#fingerprint = this.#readTrusted();
  }

  get fingerprint(): string | undefined {
    return this.#fingerprint;
  }

  async publicKey(): Promise<string> {
    // Without its comment: type and key are what the router goes by.
    return (await this.#bothKeys()).public.split(' ').slice(0, 2).join(' ').trim();
  }

  async privateKey(): Promise<string> {
    return (await this.#bothKeys()).private;
  }

  async trust(fingerprint: string): Promise<void> {
    this.#fingerprint = fingerprint;
    await this.#write('trusted.json', JSON.stringify({ fingerprint }));
  }

  async forget(): Promise<void> {
    this.#fingerprint = undefined;
    await rm(join(this.#deps.folder, 'trusted.json'), { force: true });
  }

  #bothKeys() {
    this.#keys ??= this.#readKeys().catch(() => this.#makeKeys());
    return this.#keys;
  }

  async #readKeys() {
    const { folder } = this.#deps;
    const [own, open] = await Promise.all(['key', 'key.pub'].map((name) => readFile(join(folder, name), 'utf8')));
    const { default: ssh2 } = await import('ssh2');
    const pair = { private: own ?? '', public: open?.trim() ?? '' };
    const fault = faultOf(ssh2.utils, pair);
    if (fault !== undefined) throw fault;
    return pair;
  }

  async #makeKeys() {
    const { default: ssh2 } = await import('ssh2');
    const pair = drawSshKey(ssh2.utils);
    await this.#write('key', pair.private);
    await this.#write('key.pub', `${pair.public}\n`);
    return pair;
  }

  #readTrusted(): string | undefined {
    try {
      const content: unknown = JSON.parse(readFileSync(join(this.#deps.folder, 'trusted.json'), 'utf8'));
      return trustFile.safeParse(content).data?.fingerprint;
    } catch {
      return undefined;
    }
  }

  /** A card that takes nothing must not keep the panel from working: it is then asked for again at the next start. */
  async #write(name: string, content: string): Promise<void> {
    const path = join(this.#deps.folder, name);
    try {
      await mkdir(this.#deps.folder, { recursive: true, mode: 0o700 });
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    } catch (error) {
      this.#deps.logger.warn({ err: error, name }, 'a key could not be stored');
    }
  }
}
