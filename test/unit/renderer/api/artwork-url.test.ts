import { expect, it } from 'vitest';

import { artworkId } from '#contract/entities/ids';
import { artworkUrl } from '#renderer/shared/api/artwork-url.ts';

const ID = artworkId.parse('p.1');

it.each([
  [68, 1, 96],
  [148, 1, 192],
  [148, 2, 320],
  [310, 1, 320],
  [310, 3, 1024],
  [5_000, 1, 1024],
])('asks for a picture of %i px at density %i as one of %i px', (edgePx, ratio, size) => {
  expect(artworkUrl(ID, edgePx, ratio)).toBe(`/api/v1/artwork/p.1?size=${size}`);
});
