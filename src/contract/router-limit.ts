/** The router answers within 8 s; the rest is the way there and back. */
export const ROUTER_LIMIT_MS = 9_500;
/** A code for the operator, and a PIN, wait for the modem. */
export const ROUTER_SLOW_LIMIT_MS = 42_000;
