export interface FuzzSeed {
  readonly name: string;
  /** Begins with what matters; the rest of a song is of no use. */
  readonly bytes: Buffer;
  /** Of paths of songs; `name` ends as such a file does. */
  readonly isList?: boolean;
}
