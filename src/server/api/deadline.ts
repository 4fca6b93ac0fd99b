import { HandlerTimeout } from '#server/api/request-errors';

/** The promise's own end, or `HandlerTimeout`; what comes later is dropped. */
export async function withDeadline<Value>(work: Value | Promise<Value>, limitMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new HandlerTimeout());
    }, limitMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
