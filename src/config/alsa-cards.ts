import { readFileSync } from 'node:fs';

import type { AlsaCards } from '#contract/zone-outlets';

const FILE = '/proc/asound/cards';

/** The sound cards of this machine, as the kernel lists them now; none where it has none. */
export function alsaCards(): AlsaCards {
  try {
    return parseAlsaCards(readFileSync(FILE, 'latin1'));
  } catch {
    return new Map();
  }
}

/** Lines such as ` 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones`, each with a second one of details. */
export function parseAlsaCards(text: string): AlsaCards {
  const found = text.matchAll(/^\s*(\d+) \[(\S+)\s*\]:/gmu);
  return new Map([...found].map(([, number, name]) => [Number(number), name ?? '']));
}
