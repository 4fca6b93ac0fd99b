/** What of a `Worker` is needed to wait for its end. */
export interface EndingThread {
  once(event: 'exit', listener: () => void): unknown;
  off(event: 'exit', listener: () => void): unknown;
  unref(): void;
}

/**
 * Waits for the end of a thread that was asked to end, for `limitMs` at most; false where it still runs, and is left to
 * itself. Never by force: a thread that is terminated while SQLite opens a file takes the whole process along (Node-API's
 * `Error::New` aborts in an environment that ends).
 */
export async function endThread(thread: EndingThread, limitMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onExit = () => resolve(true);
  thread.once('exit', onExit);
  const timer = setTimeout(() => resolve(false), limitMs);
  const hasEnded = await promise;
  clearTimeout(timer);
  thread.off('exit', onExit);
  if (!hasEnded) thread.unref();
  return hasEnded;
}
