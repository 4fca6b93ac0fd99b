import express, { type Router } from 'express';

import { isOnListener, routes, type RouteName } from '#contract/routes';
import { endpoint, type EndpointDeps } from '#server/api/endpoint';
import { MethodNotAllowed, RouteNotFound } from '#server/api/request-errors';

/** The routes of the contract that exist on one listener; at any other address below `/api` there is nothing. */
export function apiRouter(deps: EndpointDeps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const [path, names] of routesByPath(deps)) {
    const place = router.route(path);
    for (const name of names) place[routes[name].method](endpoint(name, deps));
    const allowed = allowedMethods(names);
    place.all(() => {
      throw new MethodNotAllowed(allowed);
    });
  }
  router.use('/api', () => {
    throw new RouteNotFound();
  });
  return router;
}

function routesByPath({ listener }: EndpointDeps): Map<string, RouteName[]> {
  const names = Object.keys(routes) as RouteName[];
  const present = names.filter((name) => isOnListener(routes[name].access, listener));
  return Map.groupBy(present, (name) => routes[name].path);
}

/** Express answers HEAD where it answers GET. */
function allowedMethods(names: readonly RouteName[]): string[] {
  const methods = names.map((name) => routes[name].method.toUpperCase());
  return methods.includes('GET') ? ['HEAD', ...methods] : methods;
}
