import { expect, it } from 'vitest';

import { artworkId } from '#contract/entities/ids';
import { artworkSources } from '#renderer/shared/api/artwork-url.ts';

it('offers a picture in the sizes that the service keeps, the largest to browsers that choose none', () => {
  expect(artworkSources(artworkId.parse('p.1'))).toEqual({
    src: '/api/v1/artwork/p.1?size=480',
    srcset: '/api/v1/artwork/p.1?size=160 160w, /api/v1/artwork/p.1?size=480 480w',
  });
});

it('has another address for a picture in each drive, so that none is shown from memory', () => {
  expect(artworkSources(artworkId.parse('p.1'), 3)).toEqual({
    src: '/api/v1/artwork/p.1?size=480&drive=3',
    srcset: '/api/v1/artwork/p.1?size=160&drive=3 160w, /api/v1/artwork/p.1?size=480&drive=3 480w',
  });
});
