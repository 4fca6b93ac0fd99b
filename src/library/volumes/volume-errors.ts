import type { VolumeId } from '#contract/entities/ids';
import { AppError } from '#kernel/app-error';

export class VolumeNotFound extends AppError {
  readonly code = 'volume_not_found';

  constructor(volumeId: VolumeId) {
    super(`No volume ${volumeId} is known`, { volumeId });
  }
}

export class VolumeOffline extends AppError {
  readonly code = 'volume_offline';

  constructor(volumeId: VolumeId, label: string) {
    super(`${label} is not in`, { volumeId });
  }
}

/** A folder cannot be pulled. */
export class VolumeNotEjectable extends AppError {
  readonly code = 'volume_not_ejectable';

  constructor(volumeId: VolumeId, label: string) {
    super(`${label} is a folder, not a stick that can be ejected`, { volumeId });
  }
}

export class EjectFailed extends AppError {
  readonly code = 'eject_failed';

  constructor(device: string, options?: ErrorOptions) {
    super(`${device} could not be unmounted: it is in use`, { device }, options);
  }
}
