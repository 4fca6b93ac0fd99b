import { z } from 'zod';

import { entryId, folderId, zoneId } from '#contract/entities/ids';
import { kidLimitsView, kidPin } from '#contract/entities/kid-limits';
import { page, pageRequest } from '#contract/entities/page';
import { queueEntry, repeatMode, zone } from '#contract/entities/zone';
import { remoteZone } from '#contract/entities/remote-zone';
import { soundOutput } from '#contract/entities/sound-output';
import { playFields, queueFields, withOneSource } from '#contract/requests';
import type { Route } from '#contract/route';

const id = { id: zoneId };

/** A verb without a body: it answers with the zone as it is afterwards. */
function verb<const Name extends string>(name: Name, summary: string) {
  return {
    method: 'post',
    path: `/api/v1/zones/:id/${name}`,
    access: 'paired',
    summary,
    request: z.strictObject(id),
    response: zone,
  } as const;
}

function setting<const Name extends string, Shape extends z.ZodRawShape>(name: Name, summary: string, shape: Shape) {
  return {
    method: 'put',
    path: `/api/v1/zones/:id/${name}`,
    access: 'paired',
    summary,
    request: z.strictObject({ ...id, ...shape }),
    response: zone,
  } as const;
}

export const zoneRoutes = {
  listZones: {
    method: 'get',
    path: '/api/v1/zones',
    access: 'paired',
    summary: 'The places in the car that play, and what',
    request: z.strictObject({}),
    response: z.array(zone),
  },
  getZone: {
    method: 'get',
    path: '/api/v1/zones/:id',
    access: 'paired',
    summary: 'One zone',
    request: z.strictObject(id),
    response: zone,
  },
  play: {
    method: 'post',
    path: '/api/v1/zones/:id/play',
    access: 'paired',
    summary: 'Replace the queue and play',
    request: withOneSource({ ...id, ...playFields }),
    response: zone,
  },
  pause: verb('pause', 'Pause'),
  resume: verb('resume', 'Play on'),
  toggle: verb('toggle', 'Pause or play on'),
  stop: verb('stop', 'Stop; the queue stays'),
  next: verb('next', 'The next item of the queue'),
  previous: verb('previous', 'To the beginning, or the item before when within the first 3 s'),
  nextFolder: verb('next-folder', 'The next folder or album of the queue'),
  previousFolder: verb('previous-folder', 'The folder or album before'),
  seek: {
    method: 'post',
    path: '/api/v1/zones/:id/seek',
    access: 'paired',
    summary: 'Go to a position',
    request: z.strictObject({
      ...id,
      positionMs: z
        .number()
        .int()
        .min(0)
        .max(86_400_000 * 7),
    }),
    response: zone,
  },
  setVolume: setting('volume', 'Loudness, 0 to 100', { percent: z.number().int().min(0).max(100) }),
  setMute: setting('mute', 'Silence, with the volume kept', { isMuted: z.boolean() }),
  setShuffle: setting('shuffle', 'Random order', { isOn: z.boolean() }),
  setRepeat: setting('repeat', 'Repeat off, all or one', { mode: repeatMode }),
  setSpeed: setting('speed', 'Speed, pitch kept', { factor: z.number().min(0.5).max(2) }),
  setAudioTrack: setting('audio-track', 'Sound of a film', { index: z.number().int().min(0) }),
  setSubtitleTrack: setting('subtitle-track', 'Subtitles of a film', { index: z.number().int().min(0).nullable() }),
  setSleep: setting('sleep', 'Fall silent after so many minutes, or at the end of what plays or its chapter', {
    until: z.enum(['time', 'item', 'chapter', 'never']),
    minutes: z.number().int().min(1).max(600).default(30),
  }),
  listQueue: {
    method: 'get',
    path: '/api/v1/zones/:id/queue',
    access: 'paired',
    summary: 'The queue in playing order',
    request: z.strictObject({ ...id, ...pageRequest }),
    response: page(queueEntry),
  },
  addToQueue: {
    method: 'post',
    path: '/api/v1/zones/:id/queue',
    access: 'paired',
    summary: 'Put something next or last into the queue',
    request: withOneSource({ ...id, ...queueFields }),
    response: zone,
  },
  moveInQueue: {
    method: 'patch',
    path: '/api/v1/zones/:id/queue/:entryId',
    access: 'paired',
    summary: 'Move an entry to another place of the playing order',
    request: z.strictObject({ ...id, entryId, index: z.number().int().min(0) }),
    response: zone,
  },
  removeFromQueue: {
    method: 'delete',
    path: '/api/v1/zones/:id/queue/:entryId',
    access: 'paired',
    summary: 'Take an entry out',
    request: z.strictObject({ ...id, entryId }),
    response: zone,
  },
  playEntry: {
    method: 'post',
    path: '/api/v1/zones/:id/queue/:entryId/play',
    access: 'paired',
    summary: 'Go to an entry of the queue and play it; the order stays',
    request: z.strictObject({ ...id, entryId }),
    response: zone,
  },
  clearQueue: {
    method: 'delete',
    path: '/api/v1/zones/:id/queue',
    access: 'paired',
    summary: 'Empty the queue and stop',
    request: z.strictObject(id),
    response: zone,
  },
  getKidLimits: {
    method: 'get',
    path: '/api/v1/zones/:id/kids',
    access: 'paired',
    summary: 'Whether the zone is for children, and what it may play from',
    request: z.strictObject(id),
    response: kidLimitsView,
  },
  setKidLimits: {
    method: 'put',
    path: '/api/v1/zones/:id/kids',
    access: 'kiosk',
    summary: 'Let the zone play from these folders only, until the PIN is given again',
    request: z.strictObject({ ...id, pin: kidPin, folderIds: z.array(folderId).min(1).max(50) }),
    response: kidLimitsView,
  },
  removeKidLimits: {
    method: 'post',
    path: '/api/v1/zones/:id/kids/off',
    access: 'kiosk',
    summary: 'Let the zone play everything again',
    request: z.strictObject({ ...id, pin: kidPin }),
    response: kidLimitsView,
  },
  testZone: {
    method: 'post',
    path: '/api/v1/zones/:id/test',
    access: 'kiosk',
    summary: 'Let the zone sound or show for some seconds; what plays goes on where it was',
    request: z.strictObject({ ...id, what: z.enum(['tone', 'picture']) }),
    response: zone,
  },
  listOutputs: {
    method: 'get',
    path: '/api/v1/outputs',
    access: 'kiosk',
    summary: 'Where sound can come out here, as the player lists it now, and which zone has it',
    request: z.strictObject({}),
    response: z.array(soundOutput),
    limitMs: 7_000,
  },
  getRemote: {
    method: 'get',
    path: '/api/v1/zones/:id/remote',
    access: 'kiosk',
    summary: 'The other Pi that plays a zone, with both keys',
    request: z.strictObject(id),
    response: remoteZone,
  },
  trustRemote: {
    method: 'put',
    path: '/api/v1/zones/:id/remote/key',
    access: 'kiosk',
    summary: 'The Pi with this key is ours',
    request: z.strictObject({ ...id, fingerprint: z.string().max(100) }),
    response: remoteZone,
  },
  forgetRemote: {
    method: 'delete',
    path: '/api/v1/zones/:id/remote/key',
    access: 'kiosk',
    summary: 'Forget the key of the Pi, to confirm that of another one',
    request: z.strictObject(id),
    response: remoteZone,
  },
  send: {
    method: 'post',
    path: '/api/v1/zones/:id/send',
    access: 'paired',
    summary: 'What plays here goes on in another zone, at the same position',
    request: z.strictObject({ ...id, toZoneId: zoneId }),
    response: zone,
  },
} as const satisfies Record<string, Route>;
