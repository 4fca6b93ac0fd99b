export interface Match<Name extends string> {
  readonly name: Name;
  readonly params: Readonly<Record<string, string>>;
}

/** The first pattern that fits: `/music/albums/:id` gives `{ id }`, decoded. */
export function matchPath<Name extends string>(
  patterns: Readonly<Record<Name, string>>,
  path: string,
): Match<Name> | undefined {
  const given = segments(path);
  for (const name of Object.keys(patterns) as Name[]) {
    const params = matchSegments(segments(patterns[name]), given);
    if (params) return { name, params };
  }
  return undefined;
}

/** Fills a pattern's parameters in. */
export function fillPath(pattern: string, params: Readonly<Record<string, string>> = {}): string {
  return pattern.replaceAll(/:(\w+)/gu, (_, key: string) => encodeURIComponent(params[key] ?? ''));
}

function segments(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchSegments(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
      continue;
    }
    const decoded = decode(value);
    if (decoded === undefined) return undefined;
    params[part.slice(1)] = decoded;
  }
  return params;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
