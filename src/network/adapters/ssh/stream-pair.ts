import { Duplex } from 'node:stream';

/** One end of a wire within this process. What is written comes out at the other end in a later turn, as over a network. */
class WireEnd extends Duplex {
  #other: WireEnd | undefined;

  plugInto(other: WireEnd): void {
    this.#other = other;
  }

  override _read(): void {
    // The other end pushes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A copy: who writes may use its buffer again.
    const copy = Buffer.from(chunk);
    setImmediate(() => {
      if (this.#other?.destroyed === false) this.#other.push(copy);
      done();
    });
  }

  override _final(done: () => void): void {
    setImmediate(() => {
      if (this.#other?.destroyed === false) this.#other.push(null);
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.#other;
    setImmediate(() => other?.destroy());
    done(error);
  }
}

/** Both ends of a wire. */
export function streamPair(): [Duplex, Duplex] {
  const [one, other] = [new WireEnd(), new WireEnd()];
  one.plugInto(other);
  other.plugInto(one);
  return [one, other];
}
