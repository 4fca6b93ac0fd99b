import type { Route } from '#contract/route';
import { BadRequest, type Issue } from '#server/api/request-errors';

export interface RequestParts {
  /** Of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** As it stands in the address, without the question mark. */
  readonly query: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Path parameters and query (get) or body (all others) as one object, after the route's schema. Throws
 * `BadRequest` with every issue.
 */
export function parseRequest(route: Route, { params, query, body }: RequestParts): unknown {
  const issues: Issue[] = [];
  const queryValues = readQuery(query, issues);
  if (route.method !== 'get')
    issues.push(...Object.keys(queryValues).map((path) => issue(path, 'belongs into the body')));

  const given = route.method === 'get' ? queryValues : body;
  issues.push(
    ...Object.keys(params).flatMap((path) => (Object.hasOwn(given, path) ? issue(path, 'is in the path already') : [])),
  );
  if (issues.length > 0) throw invalid(issues);

  const parsed = route.request.safeParse({ ...given, ...params });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => issue(path.map(String).join('.'), message)));
}

/** Values as strings; a name that is given twice is an issue, for nobody could say which one counts. */
function readQuery(query: string, issues: Issue[]): Record<string, string> {
  // URLSearchParams takes anything; this throws URIError where the percent signs make no sense.
  decodeURIComponent(query.replaceAll('+', ' '));
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (values.has(name)) issues.push(issue(name, 'is given more than once'));
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

function invalid(issues: readonly Issue[]): BadRequest {
  const [first] = issues;
  const where = first?.path === '' || first === undefined ? '' : `${first.path}: `;
  return new BadRequest(`The request is not valid: ${where}${first?.message ?? ''}`, issues);
}

function issue(path: string, message: string): Issue {
  return { path, message };
}
