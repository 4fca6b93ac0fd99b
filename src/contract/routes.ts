import type { z } from 'zod';

import type { Access } from '#contract/route';
import { carRoutes } from '#contract/routes-car';
import { filmRoutes } from '#contract/routes-films';
import { libraryRoutes } from '#contract/routes-library';
import { playlistRoutes } from '#contract/routes-playlists';
import { promptRoutes } from '#contract/routes-prompts';
import { routerRoutes } from '#contract/routes-router';
import { routerChangeRoutes } from '#contract/routes-router-changes';
import { systemRoutes } from '#contract/routes-system';
import { zoneRoutes } from '#contract/routes-zones';

/** Every REST route of the product. */
export const routes = {
  ...systemRoutes,
  ...libraryRoutes,
  ...filmRoutes,
  ...playlistRoutes,
  ...zoneRoutes,
  ...promptRoutes,
  ...carRoutes,
  ...routerRoutes,
  ...routerChangeRoutes,
} as const;

export type Routes = typeof routes;
export type RouteName = keyof Routes;

/** What a client passes: path parameters, query and body in one object, before defaults. */
export type RequestOf<Name extends RouteName> = z.input<Routes[Name]['request']>;
/** What a handler gets: parsed, with defaults. */
export type ParsedRequestOf<Name extends RouteName> = z.output<Routes[Name]['request']>;
export type ResponseOf<Name extends RouteName> = z.output<Routes[Name]['response']>;

export const EVENTS_PATH = '/api/v1/events';

/** Which of the two listeners a route exists on. */
export function isOnListener(access: Access, listener: 'kiosk' | 'phones'): boolean {
  switch (access) {
    case 'public':
    case 'paired':
    case 'owner':
      return true;
    case 'local':
    case 'kiosk':
      return listener === 'kiosk';
    case 'visitor':
      return listener === 'phones';
  }
}

/** The parameters in a path: `/zones/:id/queue/:entryId` has `id` and `entryId`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:(\w+)/gu)].map((match) => match[1] ?? '');
}

/** What answers a route; thrown AppErrors become error answers. */
export type RouteHandler<Name extends RouteName> = (
  request: ParsedRequestOf<Name>,
) => ResponseOf<Name> | Promise<ResponseOf<Name>>;

/** Services that answer routes implement this for the routes that are theirs. */
export type HandlersOf<Names extends RouteName> = { readonly [Name in Names]: RouteHandler<Name> };
