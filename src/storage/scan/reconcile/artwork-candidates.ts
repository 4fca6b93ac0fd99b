import { foldText } from '#storage/text/fold-text';

/** A file as it may give a picture; `stamp` changes with the file. */
export interface PictureSource {
  readonly key: number;
  readonly stamp: string;
}

export interface PictureFile extends PictureSource {
  readonly name: string;
}

export type CandidateKind = 'image' | 'embedded' | 'frame';

/** Best first, as one text: `image 12 4711:1700000000000;embedded 9 ...`. It changes whenever one of the files does. */
export type CandidateList = string;

const BEST_NAMES = ['cover', 'folder', 'front', 'album', 'albumart'];
const MOST_EMBEDDED = 3;

/** The picture beside an album's songs comes first, by name; else one that is embedded. */
export function albumCandidates(
  images: readonly PictureFile[],
  songsWithPicture: readonly PictureSource[],
): CandidateList | undefined {
  const ranked = images
    .map((image) => ({ image, rank: rankOf(image.name) }))
    .filter(({ rank }) => rank < BEST_NAMES.length || images.length === 1)
    .toSorted((a, b) => a.rank - b.rank || a.image.key - b.image.key);
  return listOf([
    ...ranked.map(({ image }) => entry('image', image)),
    ...songsWithPicture.slice(0, MOST_EMBEDDED).map((song) => entry('embedded', song)),
  ]);
}

/** An image with the film's own name, else a frame of the film: the list tells which of both the picture is, for a frame is not for the driver's eyes. */
export function videoCandidates(images: readonly PictureFile[], film: PictureFile): CandidateList | undefined {
  const ownName = baseName(film.name);
  const own = images.filter((image) => baseName(image.name) === ownName);
  return listOf(own.length > 0 ? own.map((image) => entry('image', image)) : [entry('frame', film)]);
}

export function songCandidates(song: PictureSource): CandidateList | undefined {
  return listOf([entry('embedded', song)]);
}

export function readCandidates(list: CandidateList): { readonly kind: CandidateKind; readonly fileKey: number }[] {
  return list.split(';').flatMap((text) => {
    const [kind, key] = text.split(' ');
    return isKind(kind) ? [{ kind, fileKey: Number(key) }] : [];
  });
}

function isKind(kind: string | undefined): kind is CandidateKind {
  return kind === 'image' || kind === 'embedded' || kind === 'frame';
}

function entry(kind: CandidateKind, { key, stamp }: PictureSource): string {
  return `${kind} ${key} ${stamp}`;
}

function listOf(entries: readonly string[]): CandidateList | undefined {
  return entries.length === 0 ? undefined : entries.join(';');
}

/** `AlbumArt_{GUID}_Large` and `Cover (1)` count as their first word. */
function rankOf(name: string): number {
  const word = /^[a-z]+/u.exec(baseName(name))?.[0] ?? '';
  const rank = BEST_NAMES.indexOf(word);
  return rank < 0 ? BEST_NAMES.length : rank;
}

function baseName(name: string): string {
  return foldText(name.replace(/\.[^.]*$/u, ''));
}
