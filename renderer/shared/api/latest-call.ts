/** Sends one value at a time; of those that come meanwhile only the last one counts. */
export class LatestCall<Value, Answer> {
  readonly #send: (value: Value) => Promise<Answer>;
  #waiting: { readonly value: Value } | undefined;
  #running: Promise<Answer> | undefined;

  constructor(send: (value: Value) => Promise<Answer>) {
    this.#send = send;
  }

  /** Ends with the answer to the last value that was given, or rejects with the first failure. */
  run(value: Value): Promise<Answer> {
    if (this.#running) {
      this.#waiting = { value };
      return this.#running;
    }
    this.#running = this.#drain(value).finally(() => {
      this.#running = undefined;
      this.#waiting = undefined;
    });
    return this.#running;
  }

  async #drain(value: Value): Promise<Answer> {
    const answer = await this.#send(value);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting ? this.#drain(waiting.value) : answer;
  }
}
