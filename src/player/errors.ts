import { AppError } from '#kernel/app-error';

export class ZoneNotFound extends AppError {
  readonly code = 'zone_not_found';
  constructor(zoneId: string) {
    super(`No zone ${zoneId}`, { zoneId });
  }
}

export class EntryNotFound extends AppError {
  readonly code = 'entry_not_found';
  constructor(entryId: string) {
    super(`No entry ${entryId} in the queue`, { entryId });
  }
}

export class NothingToPlay extends AppError {
  readonly code = 'nothing_to_play';
  constructor() {
    super('There is nothing to play');
  }
}

export class VolumeOffline extends AppError {
  readonly code = 'volume_offline';
  constructor(volumeId: string) {
    super('The stick of this is not in', { volumeId });
  }
}

export class ZoneWithoutPicture extends AppError {
  readonly code = 'zone_without_picture';
  constructor(zoneId: string) {
    super(`The zone ${zoneId} has no picture`, { zoneId });
  }
}

export class FilmWhileMoving extends AppError {
  readonly code = 'film_while_moving';
  constructor(zoneId: string) {
    super('No film in the sight of whoever drives while the car moves, or may move', { zoneId });
  }
}

/** The screen of a zone is not there, or is the touchscreen itself. */
export class FilmOverTouchscreen extends AppError {
  readonly code = 'film_over_touchscreen';
  constructor(zoneId: string) {
    super('No film over the touchscreen while the car moves, or may move: the zone has no other screen', { zoneId });
  }
}

export class NotForKids extends AppError {
  readonly code = 'not_for_kids';
  constructor(zoneId: string, itemId: string) {
    super('This is not among what the zone may play', { zoneId, itemId });
  }
}

export class KidPinWrong extends AppError {
  readonly code = 'wrong_code';
  constructor() {
    super('That is not the PIN');
  }
}

export class KidPinLocked extends AppError {
  readonly code = 'too_many_requests';
  constructor(retryAfterMs: number) {
    super('Too many wrong PINs', { retryAfterMs });
  }
}

export class ZoneOffline extends AppError {
  readonly code = 'zone_offline';
  constructor(zoneId: string, problem: string) {
    super(problem, { zoneId });
  }
}

export class PlayerMissing extends AppError {
  readonly code = 'player_missing';
  constructor(zoneId: string | undefined, problem: string, options?: ErrorOptions) {
    super(problem, zoneId === undefined ? {} : { zoneId }, options);
  }
}

export class FileUnplayable extends AppError {
  readonly code = 'file_unplayable';
  constructor(itemId: string) {
    super('This file cannot be played', { itemId });
  }
}

export class MediaTrackUnknown extends AppError {
  readonly code = 'bad_request';
  constructor(index: number, count: number) {
    super(`There is no such track: ${String(index)} of ${String(count)}`, { index, count });
  }
}

export class BadQueueCursor extends AppError {
  readonly code = 'bad_request';
  constructor(cursor: string) {
    super('The cursor is none that this queue gave', { cursor });
  }
}

export class PromptsFull extends AppError {
  readonly code = 'prompts_full';
  constructor(most: number) {
    super('So much is waiting to be said already', { most });
  }
}

export class PromptsElsewhere extends AppError {
  readonly code = 'zone_elsewhere';
  constructor(zoneId: string) {
    super('This zone is played by another Pi: what is said here would not be heard there', { zoneId });
  }
}

/** It is none of the sounds that prompts may be, whatever it is called. */
export class PromptSoundRefused extends AppError {
  readonly code = 'file_unplayable';
  constructor() {
    super('A prompt is WAV, Ogg, FLAC or MP3');
  }
}

export class SpeechMissing extends AppError {
  readonly code = 'speech_missing';
  constructor() {
    super('Neither espeak-ng nor piper with a voice is installed');
  }
}

/** Another key answers now than the one that was confirmed on the screen. */
export class KeyNotShown extends AppError {
  readonly code = 'bad_request';
  constructor(zoneId: string) {
    super('That is not the key of the Pi that answers now', { zoneId });
  }
}
