import type { z } from 'zod';

/**
 * Who may call a route, and where it exists:
 * `public` anyone, on both listeners; `local` anyone, on the touchscreen's listener; `visitor` anyone, on the phones'
 * listener; `paired` the touchscreen and paired phones, on both; `owner` the touchscreen and phones of owners, on both;
 * `kiosk` the touchscreen only.
 */
export type Access = 'public' | 'local' | 'visitor' | 'paired' | 'owner' | 'kiosk';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One REST route as data. `request` holds path parameters, query and body in one object; unknown keys are refused. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly request: z.ZodObject;
  readonly response: z.ZodType;
  /** How long its answer may take, where that is longer than of others: another machine is asked. */
  readonly limitMs?: number;
  /** How large its body may be, where that is more than of others. */
  readonly bodyBytes?: number;
  /** The types of bytes that the handler answers itself, instead of JSON. */
  readonly raw?: readonly string[];
}
