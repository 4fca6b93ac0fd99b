import { describe, expect, it } from 'vitest';

import { openApiDocument } from '#contract/openapi';
import { routes } from '#contract/routes';

type Json = Record<string, unknown>;

function setup() {
  const document = openApiDocument(routes, '1.2.3');
  const paths = document['paths'] as Record<string, Record<string, Json>>;
  return { document, paths };
}

/** Every value below `value` that stands under `key`. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Json).flatMap(([name, inner]) => (name === key ? [inner] : valuesOf(inner, key)));
}

describe('openApiDocument', () => {
  it('has every route, with its access', () => {
    const { paths } = setup();
    for (const [name, route] of Object.entries(routes)) {
      const operation = paths[route.path.replaceAll(/:(\w+)/gu, '{$1}')]?.[route.method];
      expect(operation).toMatchObject({ operationId: name, summary: route.summary, 'x-access': route.access });
    }
  });

  it('puts the parts of a request where they travel', () => {
    const { paths } = setup();

    expect(paths['/api/v1/zones/{id}/queue']?.['get']?.['parameters']).toMatchObject([
      { name: 'id', in: 'path', required: true },
      { name: 'limit', in: 'query', required: false },
      { name: 'cursor', in: 'query', required: false },
      { name: 'offset', in: 'query', required: false },
    ]);
    expect(paths['/api/v1/zones/{id}/volume']?.['put']).toMatchObject({
      parameters: [{ name: 'id', in: 'path' }],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              properties: { percent: { type: 'integer', minimum: 0, maximum: 100 } },
              required: ['percent'],
              additionalProperties: false,
            },
          },
        },
      },
    });
    expect(paths['/api/v1/zones/{id}/stop']?.['post']).not.toHaveProperty('requestBody');
  });

  it('names no schema that it does not have', () => {
    const { document } = setup();
    const references = new Set(valuesOf(document, '$ref').map(String));

    expect(references.size).toBeGreaterThan(10);
    for (const reference of references) {
      const path = reference.replace('#/', '').split('/');
      expect(
        path.reduce<unknown>((value, key) => (value as Json)[key], document),
        reference,
      ).toBeDefined();
    }
    expect(valuesOf(document, '$defs')).toEqual([]);
  });

  it('says who may ask', () => {
    const { paths } = setup();

    expect(paths['/api/v1/health']?.['get']).toMatchObject({ security: [], 'x-listeners': ['kiosk', 'phones'] });
    expect(paths['/api/v1/pair']?.['post']).toMatchObject({ security: [], 'x-listeners': ['phones'] });
    expect(paths['/api/v1/devices']?.['get']).toMatchObject({
      security: [{ kioskToken: [] }, { kioskCookie: [] }],
      'x-listeners': ['kiosk'],
    });
  });

  it('gives every operation its answer and its errors', () => {
    const { paths } = setup();
    for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
      const responses = operation['responses'] as Json;
      expect(Object.keys(responses).some((status) => status === '200' || status === '101')).toBe(true);
    }
    expect(Object.keys(paths['/api/v1/tracks']?.['get']?.['responses'] as Json)).toEqual(
      expect.arrayContaining(['400', '401', '404', '429', '500']),
    );
  });

  it('is plain JSON', () => {
    const { document } = setup();

    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document['openapi']).toBe('3.1.0');
  });
});
