import { Agent, get } from 'node:http';

export interface Load {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bytes: number;
}

const CLIENTS = 8;
const WARM_UP_REQUESTS = 100;

/** `count` requests from eight clients over connections that stay open; any answer but 200 is an error. */
export async function putLoad(url: string, headers: Readonly<Record<string, string>>, count: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const ask = () => fetchOnce(url, headers, agent);
  try {
    const bytes = await runMany(ask, WARM_UP_REQUESTS, []);
    const timesMs: number[] = [];
    const startedMs = performance.now();
    await runMany(ask, count, timesMs);
    const tookMs = performance.now() - startedMs;
    timesMs.sort((a, b) => a - b);
    return {
      requestsPerSecond: Math.round((count / tookMs) * 1_000),
      p50Ms: quantile(timesMs, 0.5),
      p99Ms: quantile(timesMs, 0.99),
      bytes,
    };
  } finally {
    agent.destroy();
  }
}

async function runMany(ask: () => Promise<number>, count: number, timesMs: number[]): Promise<number> {
  let left = count;
  let bytes = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (left > 0) {
        left -= 1;
        const startedMs = performance.now();
        bytes = await ask();
        timesMs.push(performance.now() - startedMs);
      }
    }),
  );
  return bytes;
}

function fetchOnce(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  get(url, { headers, agent, timeout: 10_000 }, (response) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    response.on('error', reject);
    response.on('end', () => {
      if (response.statusCode === 200) resolve(bytes);
      else reject(new Error(`${url} answered ${String(response.statusCode)}`));
    });
  }).on('error', reject);
  return promise;
}

function quantile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 100) / 100;
}
