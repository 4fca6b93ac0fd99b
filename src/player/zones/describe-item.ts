import type { Playable } from '#contract/entities/zone';
import type { ItemRef, PlayableCatalog } from '#player/ports';

/** Items as clients see them, in the same order; one that the index does not know (any more) is still shown. */
export function describeItems(catalog: PlayableCatalog, items: readonly ItemRef[]): Playable[] {
  const known = catalog.describe(items.map((item) => item.id));
  return items.map((item) => known.get(item.id) ?? unknownItem(item));
}

function unknownItem({ id, kind, volumeId }: ItemRef): Playable {
  return {
    id,
    kind,
    volumeId,
    title: kind === 'track' ? 'Unknown song' : 'Unknown film',
    artist: null,
    album: null,
    albumId: null,
    path: '',
    artworkId: null,
    durationMs: null,
    episode: null,
    isSpoken: false,
  };
}
