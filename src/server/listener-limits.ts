import type { BucketRate } from '#server/gate/token-buckets';
import type { ListenerName } from '#server/listener-name';

export interface ListenerLimits {
  readonly bodyBytes: number;
  readonly handlerMs: number;
  /** In all, half-open ones included. */
  readonly connections: number;
  readonly connectionsPerAddress?: number;
  /** Requests of one caller. */
  readonly callRate: BucketRate;
  /** Pictures of one caller: a flick through the albums asks for a screenful at a time. */
  readonly pictureRate: BucketRate;
  /** Requests of one address, whatever they are. */
  readonly floodRate?: BucketRate;
}

const LOCAL_RATE: BucketRate = { perSecond: 10_000, burst: 20_000 };

export const LISTENER_LIMITS: Readonly<Record<ListenerName, ListenerLimits>> = {
  kiosk: {
    bodyBytes: 65_536,
    handlerMs: 5_000,
    connections: 512,
    callRate: LOCAL_RATE,
    pictureRate: LOCAL_RATE,
  },
  phones: {
    bodyBytes: 4_096,
    handlerMs: 5_000,
    connections: 512,
    connectionsPerAddress: 24,
    callRate: { perSecond: 20, burst: 40 },
    pictureRate: { perSecond: 60, burst: 240 },
    floodRate: { perSecond: 100, burst: 400 },
  },
};
