export interface BenchOptions {
  readonly media: string | undefined;
  /** Size of the stick that is made where `media` is not given. */
  readonly tracks: number;
  /** How long is watched what is written. */
  readonly seconds: number;
  /** Of the stick that the index is measured with as on USB; 1 is 1,600 songs. */
  readonly scale: number;
  /** What is on that stick is drawn by it. */
  readonly seed: number;
  /** Where pictures of what was seen are kept. */
  readonly pictures: string | undefined;
  readonly say: (line: string) => void;
}
