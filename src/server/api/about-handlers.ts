import type { ExchangeHandlersOf } from '#server/api/exchange';
import type { AboutFacts, LogTail } from '#server/ports';

export type AboutRoute = 'getAbout' | 'getLog';

export interface AboutHandlersDeps {
  readonly about: AboutFacts;
  readonly log: LogTail;
}

export function aboutHandlers({ about, log }: AboutHandlersDeps): ExchangeHandlersOf<AboutRoute> {
  return {
    getAbout: () => about.read(),
    getLog: (_request, { request, response }) => {
      const body = Buffer.from(log.text());
      response.writeHead(200, {
        'content-type': 'text/plain; charset=utf-8',
        'content-length': body.length,
        // A page shows what it takes for text; this is a file to keep.
        'content-disposition': 'attachment; filename="carputer.log"',
        'cache-control': 'no-store',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  };
}
