import { join } from 'node:path';

import { toMpvOutput } from '#app/mpv-output';
import type { Config } from '#config/load-config';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import { EVERYWHERE, heardTone } from '#contract/zone-outlets';
import type { Logger } from '#kernel/logger';
import { MpvEngine } from '#player/adapters/mpv/mpv-engine';
import { OmxEngine } from '#player/adapters/omxplayer/omx-engine';
import type { Snapcast } from '#player/adapters/snapcast/snapcast';
import { RemoteMpv } from '#player/adapters/remote/remote-mpv';
import type { MpvOutputs } from '#player/adapters/mpv/mpv-flags';
import type { PlayerEngine } from '#player/engine-port';
import type { RemoteAccess } from '#player/remote/remote-zones';

/** The program that plays, wherever it lies. */
export const MPV = 'mpv';

export interface CreateEngineDeps {
  readonly config: Config;
  readonly access: RemoteAccess;
  /** Undefined where it is off. */
  readonly snapcast: Snapcast | undefined;
  readonly logger: Logger;
}

/** What plays a zone: an mpv of this machine or of another one, or an omxplayer. */
export function createEngine(zone: ZoneSetting, { config, access, snapcast, logger }: CreateEngineDeps): PlayerEngine {
  const { id: zoneId, remote: target, hasVideo, picture } = zone;
  const audioDevice = zone.audioDevice ?? undefined;
  if (target?.engine === 'omxplayer') {
    return new OmxEngine({ zoneId, hasVideo, picture, audioDevice, target, access, logger });
  }
  return new MpvEngine({
    ...{ zoneId, hasVideo, picture, logger },
    speakers: heardTone(zone).speakers,
    audioDevice,
    // Recordings are made on this machine only.
    ...(target && config.audioOutput.kind === 'pcm'
      ? { audioOutput: undefined }
      : outputOf(audioDevice, config, target ? undefined : snapcast)),
    videoOutput: config.videoOutput,
    runtimeDir: config.runtime,
    binary: MPV,
    searchPath: config.searchPath,
    optionsFile: join(config.data, 'mpv-options.json'),
    ...(target && { host: new RemoteMpv({ zoneId, target, access }) }),
  });
}

/** How an output of this machine is reached. Recordings are of what would be heard at once. */
export function outputOf(
  device: string | undefined,
  { audioOutput }: Config,
  snapcast: Snapcast | undefined,
): Pick<MpvOutputs, 'audioOutput' | 'pulseServer'> {
  const isEverywhere = device === EVERYWHERE && audioOutput.kind !== 'pcm';
  if (snapcast && isEverywhere) return { audioOutput: 'pulse', pulseServer: snapcast.pulseServer };
  return { audioOutput: toMpvOutput(audioOutput) };
}
