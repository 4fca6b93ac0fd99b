import { ARTWORK_SIZES_PX } from '#contract/artwork-sizes';
import type { ArtworkId } from '#contract/entities/ids';
import { routes } from '#contract/routes';

export interface ArtworkSources {
  readonly src: string;
  /** All sizes that are kept: the browser takes the one that suits the place and the density of its screen. */
  readonly srcset: string;
}

/** The addresses of a picture, for an `img` that says by `sizes` how wide it is shown; others with each `drive`. */
export function artworkSources(id: ArtworkId, drive = 0): ArtworkSources {
  const path = routes.getArtwork.path.replace(':id', encodeURIComponent(id));
  const more = drive === 0 ? '' : `&drive=${String(drive)}`;
  const urlOf = (sizePx: number): string => `${path}?size=${String(sizePx)}${more}`;
  return {
    src: urlOf(Math.max(...ARTWORK_SIZES_PX)),
    srcset: ARTWORK_SIZES_PX.map((sizePx) => `${urlOf(sizePx)} ${String(sizePx)}w`).join(', '),
  };
}
