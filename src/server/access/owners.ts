import { routerView, type RouterView } from '#contract/entities/router';
import type { ServerEvent, Snapshot } from '#contract/events';
import type { RouteName } from '#contract/routes';
import type { Caller } from '#server/access/authenticator';

/** The touchscreen, and phones that Set-up calls an owner's. */
export function isOwner(caller: Caller): boolean {
  return caller.role === 'kiosk' || (caller.role === 'phone' && caller.device.isOwner);
}

/** An answer for somebody who is no owner. */
export function guestAnswer(name: RouteName, result: unknown): unknown {
  return name === 'getRouter' ? withoutMessages(routerView.parse(result)) : result;
}

export function guestSnapshot(snapshot: Snapshot): Snapshot {
  return { ...snapshot, router: withoutMessages(snapshot.router) };
}

export function guestEvent(event: ServerEvent): ServerEvent {
  return event.type === 'router.changed' ? { ...event, router: withoutMessages(event.router) } : event;
}

/** The car's text messages are private: others do not even learn that one has come. */
function withoutMessages(view: RouterView): RouterView {
  if (view.status === null) return view;
  return { ...view, status: { ...view.status, messages: { revision: 0, unreadCount: null } } };
}
