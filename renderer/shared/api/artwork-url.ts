import type { ArtworkId } from '#contract/entities/ids';
import { routes } from '#contract/routes';

/** Sizes that are asked for, so that few variants are made and the cache is hit. */
const SIZES_PX = [96, 192, 320, 480, 1024] as const;

/** The address of a picture shown with an edge of `edgePx` CSS pixels on a screen of this density. */
export function artworkUrl(id: ArtworkId, edgePx: number, pixelRatio = 1): string {
  const wanted = edgePx * Math.min(pixelRatio, 2);
  const size = SIZES_PX.find((one) => one >= wanted) ?? 1024;
  return `${routes.getArtwork.path.replace(':id', encodeURIComponent(id))}?size=${String(size)}`;
}
