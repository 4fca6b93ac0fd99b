import { openApiDocument } from '#contract/openapi';
import { routes } from '#contract/routes';
import type { Clock } from '#kernel/clock';
import type { NoticeBoard } from '#kernel/notice-board';
import type { KioskToken } from '#server/access/kiosk-token';
import type { ExchangeHandlersOf } from '#server/api/exchange';
import { Unauthorised } from '#server/api/request-errors';

export type SystemRoute = 'health' | 'getOpenapi' | 'openSession' | 'getSession' | 'listNotices' | 'dismissNotice';

export interface SystemHandlersDeps {
  readonly version: string;
  readonly clock: Clock;
  readonly kioskToken: KioskToken;
  readonly notices: NoticeBoard;
}

export function systemHandlers({
  version,
  clock,
  kioskToken,
  notices,
}: SystemHandlersDeps): ExchangeHandlersOf<SystemRoute> {
  // Made when somebody asks: few do, and every start would wait for it.
  let document: ReturnType<typeof openApiDocument> | undefined;
  return {
    health: () => ({ status: 'ok', version, uptimeMs: clock.uptimeMs() }),
    getOpenapi: () => (document ??= openApiDocument(routes, version)),

    openSession: ({ token }, { setCookie }) => {
      if (!kioskToken.matches(token)) throw new Unauthorised('That is not the token of the touchscreen');
      setCookie(kioskToken.cookie);
      return { isOpen: true };
    },
    getSession: (_request, { caller }) => {
      switch (caller.role) {
        case 'kiosk':
          return { role: 'kiosk', name: 'Touchscreen', isOwner: true };
        case 'phone':
          return { role: 'phone', name: caller.device.name, isOwner: caller.device.isOwner };
        case 'nobody':
          throw new Unauthorised();
      }
    },

    listNotices: () => notices.list(),
    dismissNotice: ({ id }) => {
      notices.dismiss(id);
      return notices.list();
    },
  };
}
