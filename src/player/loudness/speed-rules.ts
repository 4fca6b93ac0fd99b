// How much louder a zone is for the noise of the road: plain data in, dB out.

/** Up to here a car is as quiet as one that stands. */
const QUIET_KMH = 30;
const LOUD_KMH = 120;
/** What claims to be faster is no car, and what is below nothing no speed. */
const FASTEST_KMH = 250;
const MOST_DB_PER_S = 1;

/** Where it should be; `dbAt120` is how much louder at 120 km/h. Nothing where nobody knows the speed. */
export function wantedLiftDb(speedKmh: number | undefined, dbAt120: number): number {
  if (speedKmh === undefined || !(speedKmh >= 0 && speedKmh <= FASTEST_KMH)) return 0;
  const share = (speedKmh - QUIET_KMH) / (LOUD_KMH - QUIET_KMH);
  return dbAt120 * Math.min(1, Math.max(0, share));
}

/** Where it is after so long: nobody should hear it move. */
export function steppedDb(fromDb: number, wantedDb: number, elapsedMs: number): number {
  const mostDb = (MOST_DB_PER_S * Math.max(0, elapsedMs)) / 1_000;
  return fromDb + Math.min(mostDb, Math.max(-mostDb, wantedDb - fromDb));
}
