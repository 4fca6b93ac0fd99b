import { errorBody, type ErrorCode } from '#contract/errors';
import { pathParameters, routes, type RequestOf, type ResponseOf, type RouteName } from '#contract/routes';

/** An error that the service answered with, or `unreachable` where it did not answer. */
export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable';
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode | 'unreachable',
    message: string,
    details: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }
}

export interface ApiClientOptions {
  /** '' for the page's own service. */
  readonly baseUrl?: string;
  /** Left out where a cookie carries the credential. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** Beyond what the service takes for an answer. */
const ON_THE_WAY_MS = 1_000;

/** Typed access to every route, for both screens, scripts and tests. Responses are trusted: the service checks them. */
export class ApiClient {
  readonly #options: ApiClientOptions;

  constructor(options: ApiClientOptions = {}) {
    this.#options = options;
  }

  async call<Name extends RouteName>(
    name: Name,
    request: RequestOf<Name>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<Name>> {
    const route = routes[name];
    const values = new Map<string, unknown>(Object.entries(request as Record<string, unknown>));
    const path = fillPath(route.path, values);
    const hasBody = route.method !== 'get' && values.size > 0;
    const query = hasBody ? '' : toQuery(values);

    const response = await this.#fetch(`${path}${query}`, {
      method: route.method.toUpperCase(),
      headers: this.#headers(hasBody),
      signal: this.#limit(signal, 'limitMs' in route ? route.limitMs + ON_THE_WAY_MS : 0),
      ...(hasBody && { body: JSON.stringify(Object.fromEntries(values)) }),
    });
    if (!response.ok) throw toError(await response.json().catch(() => undefined), response.status);
    return (await this.#read(response)) as ResponseOf<Name>;
  }

  #headers(hasBody: boolean): Record<string, string> {
    const { token } = this.#options;
    return {
      ...(hasBody && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
  }

  #limit(signal: AbortSignal | undefined, leastMs: number): AbortSignal {
    const limit = AbortSignal.timeout(Math.max(leastMs, this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS));
    return signal ? AbortSignal.any([signal, limit]) : limit;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#options.baseUrl ?? ''}${path}`, init);
    } catch (cause) {
      throw unreachable(cause);
    }
  }

  /** An answer that breaks off half-way is none. */
  async #read(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch (cause) {
      throw unreachable(cause);
    }
  }
}

function unreachable(cause: unknown): ApiError {
  return new ApiError('unreachable', 'The service does not answer', {}, cause);
}

function fillPath(path: string, values: Map<string, unknown>): string {
  return pathParameters(path).reduce((filled, name) => {
    const value = String(values.get(name));
    values.delete(name);
    return filled.replace(`:${name}`, encodeURIComponent(value));
  }, path);
}

function toQuery(values: ReadonlyMap<string, unknown>): string {
  const given = [...values].filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString()}`;
}

function toError(body: unknown, status: number): ApiError {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return new ApiError('internal', `The service answered ${String(status)}`);
  const { code, message, details } = parsed.data.error;
  return new ApiError(code, message, details);
}
