import { z } from 'zod';

/** Every error code that the API can answer with, and its HTTP status. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorised: 401,
  forbidden: 403,
  wrong_code: 403,
  not_for_kids: 403,
  router_wrong_code: 403,
  router_wrong_pin: 403,
  not_found: 404,
  track_not_found: 404,
  video_not_found: 404,
  album_not_found: 404,
  series_not_found: 404,
  artist_not_found: 404,
  playlist_not_found: 404,
  folder_not_found: 404,
  volume_not_found: 404,
  artwork_not_found: 404,
  zone_not_found: 404,
  entry_not_found: 404,
  device_not_found: 404,
  router_not_found: 404,
  method_not_allowed: 405,
  nothing_to_play: 409,
  volume_offline: 409,
  zone_without_picture: 409,
  film_while_moving: 409,
  film_over_touchscreen: 409,
  pairing_closed: 409,
  setting_locked: 409,
  output_taken: 409,
  playlist_not_own: 409,
  playlist_full: 409,
  prompts_full: 409,
  driving_source_unknown: 409,
  headlights_not_by_route: 409,
  router_busy: 409,
  router_data_off: 409,
  router_not_supported: 409,
  router_no_modem: 409,
  router_own_device: 409,
  router_enrolment_closed: 409,
  volume_not_ejectable: 409,
  zone_elsewhere: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  misdirected: 421,
  file_unplayable: 422,
  too_many_requests: 429,
  internal: 500,
  eject_failed: 502,
  router_failed: 502,
  zone_offline: 503,
  player_missing: 503,
  speech_missing: 503,
  router_unreachable: 503,
  storage_failed: 503,
  timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

export type ErrorBody = z.infer<typeof errorBody>;
