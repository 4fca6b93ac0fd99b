import { z } from 'zod';

import { driving } from '#contract/entities/driving';
import { light } from '#contract/entities/light';
import { deviceId, volumeId, zoneId } from '#contract/entities/ids';
import { notice } from '#contract/entities/notice';
import { prompt } from '#contract/entities/prompt';
import { routerView } from '#contract/entities/router';
import { settingsView } from '#contract/entities/settings';
import { volume } from '#contract/entities/volume';
import { zone } from '#contract/entities/zone';

/** What happened, as services publish it. */
export const serverEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('zone.changed'), zone }),
  z.object({ type: z.literal('queue.changed'), zoneId }),
  z.object({ type: z.literal('volumes.changed'), volumes: z.array(volume) }),
  /** Lists of this volume's library are different now; clients read again what they show. */
  z.object({ type: z.literal('library.changed'), volumeId }),
  z.object({ type: z.literal('favourites.changed') }),
  /** A playlist of the listener's own is new, gone or different. */
  z.object({ type: z.literal('playlists.changed') }),
  /** Something was counted as heard, was left, or was heard to its end; not told while a film plays on. */
  z.object({ type: z.literal('plays.changed') }),
  z.object({ type: z.literal('settings.changed'), settings: settingsView }),
  z.object({ type: z.literal('driving.changed'), driving }),
  /** Something is said into the music now, or nothing any more. */
  z.object({ type: z.literal('prompts.changed'), prompts: z.array(prompt) }),
  z.object({ type: z.literal('light.changed'), light }),
  z.object({ type: z.literal('router.changed'), router: routerView }),
  /** Messages have come, gone or been sent. */
  z.object({ type: z.literal('messages.changed') }),
  z.object({ type: z.literal('devices.changed') }),
  z.object({ type: z.literal('device.paired'), deviceId, name: z.string() }),
  z.object({ type: z.literal('notice.posted'), notice }),
  z.object({ type: z.literal('notice.cleared'), noticeId: z.string() }),
]);

export type ServerEvent = z.infer<typeof serverEvent>;

/** The whole state that a client needs before events make sense. */
export const snapshot = z.object({
  version: z.string(),
  zones: z.array(zone),
  volumes: z.array(volume),
  settings: settingsView,
  driving,
  prompts: z.array(prompt),
  light,
  router: routerView,
  notices: z.array(notice),
});

export type Snapshot = z.infer<typeof snapshot>;

const stamp = { sequence: z.number().int(), uptimeMs: z.number().int() };

export const helloMessage = z.object({ type: z.literal('hello'), ...stamp, snapshot });

/** One frame of the socket: `sequence` grows by one per published event; a gap means that a newer state replaced it. */
export const serverMessage = z.discriminatedUnion('type', [
  helloMessage,
  z.object({ type: z.literal('event'), ...stamp, event: serverEvent }),
  /** Every 5 s, so that a client notices a dead connection. */
  z.object({ type: z.literal('ping') }),
]);

export type ServerMessage = z.infer<typeof serverMessage>;

/** Events that only the touchscreen sees. */
export const KIOSK_ONLY_EVENTS: ReadonlySet<ServerEvent['type']> = new Set(['devices.changed', 'device.paired']);

/** Events that only the touchscreen and phones of owners see. */
export const OWNER_EVENTS: ReadonlySet<ServerEvent['type']> = new Set(['messages.changed']);

/** Slow clients keep the newest event per key only; events without a key of their own share their type. */
export function coalescingKey(event: ServerEvent): string {
  switch (event.type) {
    case 'zone.changed':
      return `zone:${event.zone.id}`;
    case 'queue.changed':
      return `queue:${event.zoneId}`;
    case 'library.changed':
      return `library:${event.volumeId}`;
    case 'notice.posted':
      return `notice:${event.notice.id}`;
    case 'notice.cleared':
      return `notice:${event.noticeId}`;
    case 'device.paired':
      return `paired:${event.deviceId}`;
    case 'volumes.changed':
    case 'favourites.changed':
    case 'playlists.changed':
    case 'plays.changed':
    case 'settings.changed':
    case 'driving.changed':
    case 'prompts.changed':
    case 'light.changed':
    case 'router.changed':
    case 'messages.changed':
    case 'devices.changed':
      return event.type;
  }
}
