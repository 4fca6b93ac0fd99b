/** Monotonic time of the service. A wall clock is only ever shown, never reckoned with: a car has no RTC. */
export interface Clock {
  /** Whole milliseconds since the service started. */
  uptimeMs(): number;
}

export const systemClock: Clock = {
  uptimeMs: () => Math.round(performance.now()),
};
