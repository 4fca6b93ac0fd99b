/** Longest edges, in pixels, of the pictures that the service keeps: for lists, and for the one that is looked at. */
export const ARTWORK_SIZES_PX = [160, 480] as const;
