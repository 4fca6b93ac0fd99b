/** Another program that indexes a stick; its state lies below `scratch`, and is made anew. */
export interface Peer {
  readonly name: string;
  /** Seconds from its start to the end of its first index. */
  index(stick: string, scratch: string): Promise<number>;
}
