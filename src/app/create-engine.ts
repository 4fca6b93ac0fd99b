import { join } from 'node:path';

import { toMpvOutput } from '#app/mpv-output';
import type { Config } from '#config/load-config';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Logger } from '#kernel/logger';
import { MpvEngine } from '#player/adapters/mpv/mpv-engine';
import { OmxEngine } from '#player/adapters/omxplayer/omx-engine';
import { RemoteMpv } from '#player/adapters/remote/remote-mpv';
import type { PlayerEngine } from '#player/engine-port';
import type { RemoteAccess } from '#player/remote/remote-zones';

/** The program that plays, wherever it lies. */
export const MPV = 'mpv';

export interface CreateEngineDeps {
  readonly config: Config;
  readonly access: RemoteAccess;
  readonly logger: Logger;
}

/** What plays a zone: an mpv of this machine or of another one, or an omxplayer. */
export function createEngine(zone: ZoneSetting, { config, access, logger }: CreateEngineDeps): PlayerEngine {
  const { id: zoneId, remote: target, hasVideo, picture, tone } = zone;
  if (target?.engine === 'omxplayer') {
    return new OmxEngine({
      ...{ zoneId, hasVideo, picture, target, access, logger },
      audioDevice: zone.audioDevice ?? undefined,
    });
  }
  return new MpvEngine({
    ...{ zoneId, hasVideo, picture, logger },
    speakers: tone.speakers,
    audioDevice: zone.audioDevice ?? undefined,
    // Recordings are made on this machine only.
    audioOutput: target && config.audioOutput.kind === 'pcm' ? undefined : toMpvOutput(config.audioOutput),
    videoOutput: config.videoOutput,
    runtimeDir: config.runtime,
    binary: MPV,
    searchPath: config.searchPath,
    optionsFile: join(config.data, 'mpv-options.json'),
    ...(target && { host: new RemoteMpv({ zoneId, target, access }) }),
  });
}
