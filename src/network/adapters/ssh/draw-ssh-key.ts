import type { utils } from 'ssh2';

/** Both halves in OpenSSH's text forms. */
export interface SshKeyPair {
  readonly private: string;
  readonly public: string;
}

type Ssh2Utils = Pick<typeof utils, 'generateKeyPairSync' | 'parseKey'>;

const MOST_DRAWS = 16;

/**
 * A new Ed25519 pair that can be read again. ssh2 1.17 cuts the leading zero bytes of the public half (`lib/keygen.js`), so one draw in 256
 * makes a pair that nobody takes, its own parser included: that one is drawn again.
 *
 * @throws Error, what the parser said of the last draw
 */
export function drawSshKey(utils: Ssh2Utils): SshKeyPair {
  let last: unknown;
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const pair = utils.generateKeyPairSync('ed25519');
    last = faultOf(utils, pair);
    if (last === undefined) return { private: pair.private, public: pair.public };
  }
  throw last;
}

/** What is wrong with a pair, in the parser's words; undefined when both halves can be read. */
export function faultOf({ parseKey }: Pick<Ssh2Utils, 'parseKey'>, pair: SshKeyPair): Error | undefined {
  return [pair.private, pair.public].map((text) => parseKey(text)).find((key) => key instanceof Error);
}
