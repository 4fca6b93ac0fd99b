import { z } from 'zod';

import { album, artist, genre } from '#contract/entities/album';
import { device, pairingWindow } from '#contract/entities/device';
import { driving } from '#contract/entities/driving';
import { episode } from '#contract/entities/episode';
import { folderItem } from '#contract/entities/folder';
import { notice } from '#contract/entities/notice';
import { playlist } from '#contract/entities/playlist';
import { prompt } from '#contract/entities/prompt';
import { routerView } from '#contract/entities/router';
import { routerLogEntry, routerMessage, smsCommands } from '#contract/entities/router-message';
import { signalSample } from '#contract/entities/router-modem';
import { routerStatus } from '#contract/entities/router-status';
import { listedClient, routerHotspot, routerUsage } from '#contract/entities/router-usage';
import { series } from '#contract/entities/series';
import { settingsView } from '#contract/entities/settings';
import { track } from '#contract/entities/track';
import { video } from '#contract/entities/video';
import { volume } from '#contract/entities/volume';
import { playable, queueEntry, zone } from '#contract/entities/zone';
import { ERROR_STATUS, errorBody } from '#contract/errors';
import { serverEvent, serverMessage, snapshot } from '#contract/events';
import type { Access, Route } from '#contract/route';
import { EVENTS_PATH, isOnListener, pathParameters } from '#contract/routes';

type Json = Record<string, unknown>;

/** What stands under a name of its own in `components`. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Album: album,
  Artist: artist,
  Device: device,
  Driving: driving,
  Episode: episode,
  ErrorBody: errorBody,
  FolderItem: folderItem,
  Genre: genre,
  Notice: notice,
  PairingWindow: pairingWindow,
  Playable: playable,
  Playlist: playlist,
  Prompt: prompt,
  QueueEntry: queueEntry,
  Router: routerView,
  RouterClient: listedClient,
  RouterHotspot: routerHotspot,
  RouterLogEntry: routerLogEntry,
  RouterMessage: routerMessage,
  RouterStatus: routerStatus,
  RouterUsage: routerUsage,
  ServerEvent: serverEvent,
  ServerMessage: serverMessage,
  Series: series,
  Settings: settingsView,
  SignalSample: signalSample,
  SmsCommands: smsCommands,
  Snapshot: snapshot,
  Track: track,
  Video: video,
  Volume: volume,
  Zone: zone,
};

const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });

const TITLE = 'Carputer';
const LISTENERS = ['kiosk', 'phones'] as const;

/** The routes as an OpenAPI 3.1 document. */
export function openApiDocument(routes: Readonly<Record<string, Route>>, version: string): Json {
  const paths: Record<string, Json> = { [EVENTS_PATH]: { get: eventsOperation() } };
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replaceAll(/:(\w+)/gu, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: TITLE, version, description: 'Absence is null. Times of state are the milliseconds of uptimeMs.' },
    paths,
    components: { schemas: schemas(), responses: errorComponents(), securitySchemes: securitySchemes() },
  };
}

function operation(operationId: string, route: Route): Json {
  const { path, body, query } = splitRequest(route);
  return {
    operationId,
    summary: route.summary,
    ...accessOf(route.access),
    parameters: [...path, ...query],
    ...(body !== undefined && {
      requestBody: { required: isNeeded(body), content: { 'application/json': { schema: body } } },
    }),
    responses: { 200: success(route), ...errorResponses(route.access) },
  };
}

/** The one object of the contract's request, back into where its parts travel. */
function splitRequest(route: Route): { path: Json[]; query: Json[]; body: Json | undefined } {
  const schema = toSchema(route.request, 'input');
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const required = new Set((schema['required'] ?? []) as string[]);
  const inPath = new Set(pathParameters(route.path));

  const others = properties.filter(([name]) => !inPath.has(name));
  const isQuery = route.method === 'get';
  return {
    path: properties.filter(([name]) => inPath.has(name)).map(([name, of]) => parameter(name, 'path', of, true)),
    query: isQuery ? others.map(([name, of]) => parameter(name, 'query', of, required.has(name))) : [],
    body: isQuery || others.length === 0 ? undefined : objectOf(others, required),
  };
}

function parameter(name: string, place: 'path' | 'query', schema: Json, required: boolean): Json {
  return { name, in: place, required, schema };
}

function objectOf(properties: readonly (readonly [string, Json])[], required: ReadonlySet<string>): Json {
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name).filter((name) => required.has(name)),
    additionalProperties: false,
  };
}

function isNeeded({ required }: Json): boolean {
  return Array.isArray(required) && required.length > 0;
}

function success(route: Route): Json {
  if (route.raw) {
    const bytes = { schema: { type: 'string', format: 'binary' } };
    return { description: route.summary, content: Object.fromEntries(route.raw.map((type) => [type, bytes])) };
  }
  return {
    description: route.summary,
    content: { 'application/json': { schema: toSchema(route.response, 'output') } },
  };
}

/** Who may ask, in OpenAPI's words and in the contract's. */
function accessOf(access: Access): Json {
  const listeners = LISTENERS.filter((listener) => isOnListener(access, listener));
  return { security: securityOf(access), 'x-access': access, 'x-listeners': listeners };
}

function securityOf(access: Access): Json[] {
  switch (access) {
    case 'public':
    case 'local':
    case 'visitor':
      return [];
    case 'kiosk':
      return [{ kioskToken: [] }, { kioskCookie: [] }];
    case 'paired':
    case 'owner':
      return [{ kioskToken: [] }, { kioskCookie: [] }, { phoneToken: [] }, { phoneCookie: [] }];
  }
}

function securitySchemes(): Json {
  const bearer = (description: string): Json => ({ type: 'http', scheme: 'bearer', description });
  const cookie = (name: string, description: string): Json => ({ type: 'apiKey', in: 'cookie', name, description });
  return {
    kioskToken: bearer('The content of DATA/kiosk.token'),
    kioskCookie: cookie('carputer_kiosk_PORT', 'Set by openSession'),
    phoneToken: bearer('What pair answered'),
    phoneCookie: cookie('carputer_phones_PORT', 'Set by pair'),
  };
}

/** Every status of an error that a route may answer with. */
function errorResponses(access: Access): Json {
  const isOpen = securityOf(access).length === 0;
  const statuses = [...codesByStatus().keys()].filter((status) => !isOpen || status !== ERROR_STATUS.forbidden);
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Error${String(status)}` }]),
  );
}

/** One response per status, with the codes that it may carry. */
function errorComponents(): Json {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } };
  return Object.fromEntries(
    [...codesByStatus()].map(([status, codes]) => [
      `Error${String(status)}`,
      { description: codes.join(', '), content },
    ]),
  );
}

function codesByStatus(): Map<number, string[]> {
  const groups = Map.groupBy(Object.entries(ERROR_STATUS), ([, status]) => status);
  return new Map([...groups].map(([status, entries]) => [status, entries.map(([code]) => code)]));
}

function eventsOperation(): Json {
  return {
    operationId: 'events',
    summary: 'WebSocket: hello with a snapshot, then every event; what clients send is ignored',
    ...accessOf('paired'),
    responses: {
      101: { description: 'Frames are ServerMessage', 'x-message': { $ref: '#/components/schemas/ServerMessage' } },
    },
  };
}

function schemas(): Json {
  const { schemas: made } = z.toJSONSchema(names, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
  });
  return Object.fromEntries(Object.entries(made).map(([id, schema]) => [id, bare(schema)]));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const made = z.toJSONSchema(schema, { io, metadata: names, unrepresentable: 'any' });
  return lifted(bare(made)) as Json;
}

/** What OpenAPI says by itself: the dialect, and where named schemas stand. */
function bare({ $schema: _dialect, $id: _address, $defs: _named, ...schema }: Json): Json {
  return schema;
}

function lifted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lifted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === '$ref' ? address(inner) : lifted(inner)]),
  );
}

function address(reference: unknown): unknown {
  return typeof reference === 'string' ? reference.replace('#/$defs/', '#/components/schemas/') : reference;
}
