import express, { type RequestHandler, type Response, type Router } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ListenerName } from '#server/listener-name';

/** The built screens: `kiosk.html`, `remote.html`, and what they load. */
export function pageRouter(listener: ListenerName, pagesDir: string): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(readOnly);
  if (listener === 'kiosk') addKiosk(router, pagesDir);
  else addRemote(router, pagesDir);
  router.use(files(pagesDir));
  router.use((_request, response) => {
    answerText(response, 404, 'Not found');
  });
  return router;
}

/** Views have addresses below `/kiosk`, so that a reload comes back to them. */
function addKiosk(router: Router, pagesDir: string): void {
  router.get('/', (_request, response) => {
    response.redirect('/kiosk');
  });
  router.get(['/kiosk', '/kiosk/{*view}'], page(pagesDir, 'kiosk.html'));
}

function addRemote(router: Router, pagesDir: string): void {
  const remote = page(pagesDir, 'remote.html');
  router.get('/{*view}', (request, response, next) => {
    if (isView(request.path)) void remote(request, response, next);
    else next();
  });
}

/** Anything but files and what belongs to the touchscreen. */
function isView(path: string): boolean {
  const decoded = decodeURIComponent(path);
  return !decoded.includes('.') && !/^\/(?:assets|kiosk)(?:\/|$)/iu.test(decoded);
}

function page(pagesDir: string, name: string): RequestHandler {
  return (_request, response, next) => {
    if (!existsSync(join(pagesDir, name))) {
      answerText(response, 503, 'The pages of Carputer are not built. Run: npm run build');
      return;
    }
    response.sendFile(
      name,
      { root: pagesDir, headers: { 'cache-control': 'no-cache' }, cacheControl: false },
      (error) => {
        if (error !== undefined && !response.headersSent) next(error);
      },
    );
  };
}

/** Scripts, styles and fonts have a hash in their names, icons and the like do not. Pages have addresses of their own. */
function files(pagesDir: string): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const rules = { index: false, redirect: false, dotfiles: 'ignore' } as const;
  router.use('/assets', express.static(join(pagesDir, 'assets'), { ...rules, immutable: true, maxAge: '365d' }));
  const others = express.static(pagesDir, { ...rules, maxAge: 0 });
  router.use((request, response, next) => {
    if (/\.html?$/iu.test(request.path) || request.path.includes('%')) next();
    else void others(request, response, next);
  });
  return router;
}

const readOnly: RequestHandler = ({ method }, response, next) => {
  if (method === 'GET' || method === 'HEAD') {
    next();
    return;
  }
  response.setHeader('allow', 'GET, HEAD');
  answerText(response, 405, 'Method not allowed');
};

function answerText(response: Response, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
