/** What a key of the on-screen keyboard does. */
export type ScreenKey =
  { readonly kind: 'character'; readonly character: string } | { readonly kind: 'erase' | 'space' | 'layer' | 'hide' };

export type KeyLayer = 'letters' | 'figures';

const LETTERS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const FIGURES = ['1234567890', "-/:.,_'&*", '()!?+@#'];

/** Three rows of ten, so that each key is as large as a finger in a moving car needs. */
export function keysOf(layer: KeyLayer): readonly ScreenKey[] {
  const [first = '', second = '', third = ''] = layer === 'letters' ? LETTERS : FIGURES;
  return [
    ...characters(first),
    ...characters(second),
    { kind: 'erase' },
    ...characters(third),
    { kind: 'space' },
    { kind: 'layer' },
    { kind: 'hide' },
  ];
}

function characters(row: string): ScreenKey[] {
  return [...row].map((character) => ({ kind: 'character', character }));
}
