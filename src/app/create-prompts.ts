import { join } from 'node:path';

import { MPV, outputOf } from '#app/create-engine';
import type { Config } from '#config/load-config';
import type { SettingsService } from '#config/settings-service';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { PromptMpv } from '#player/adapters/prompt-mpv';
import type { Snapcast } from '#player/adapters/snapcast/snapcast';
import { PromptSpool } from '#player/adapters/prompt-spool';
import { SpeechPrograms } from '#player/adapters/speech-programs';
import { PromptsElsewhere } from '#player/errors';
import { PromptService } from '#player/prompts/prompt-service';
import { driversZone } from '#player/zones/film-rules';
import type { ZoneService } from '#player/zones/zone-service';

export interface CreatePromptsDeps {
  readonly config: Config;
  readonly settings: SettingsService;
  readonly zones: ZoneService;
  readonly snapcast: Snapcast | undefined;
  readonly events: EventSink;
  readonly notices: NoticeBoard;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is said into the music: asked for by the API, or laid into a folder. */
export function createPrompts({
  config,
  settings,
  zones,
  snapcast,
  events,
  notices,
  clock,
  logger,
}: CreatePromptsDeps) {
  const service = new PromptService({
    folder: join(config.runtime, 'prompts'),
    speech: new SpeechPrograms({ voicesFolder: join(config.data, 'voices') }),
    sound: new PromptMpv({
      ...{ binary: MPV, runtimeDir: config.runtime, logger },
      outputOf: (device) => outputOf(device, config, snapcast),
      flags: new KnownFlags({
        ...{ binary: MPV, searchPath: config.searchPath, logger },
        cacheFile: join(config.data, 'mpv-options.json'),
      }),
    }),
    zone: (wanted) => {
      const drivers = driversZone(settings.current.zones);
      const player = zones.player(wanted ?? drivers);
      const { id, remote, maxVolumePercent } = player.setting;
      if (remote) throw new PromptsElsewhere(id);
      const music = { setDuck: (db: number) => zones.duck(id, db) };
      const device = player.playback.deck.outlet.audioDevice;
      return { id, device, mayFallBack: id === drivers, maxVolumePercent, music };
    },
    onOutcome: (zoneId, isHeard) => {
      const message = 'An announcement could not be heard';
      if (isHeard) notices.clear('prompt_unheard', { zoneId });
      else notices.post({ code: 'prompt_unheard', level: 'warning', message, zoneId });
    },
    levels: () => settings.current.prompts,
    language: () => (settings.current.language === 'auto' ? (config.language ?? 'en') : settings.current.language),
    ...{ events, clock, logger },
  });
  const spool = new PromptSpool({
    folder: join(config.data, 'spool'),
    logger,
    say: (spooled) => Promise.resolve(service.addPrompt(spooled)),
  });
  const part: Part = {
    name: 'prompts',
    start: async () => {
      await service.start();
      // A card that is full, or read-only, keeps nobody from playing.
      await spool.start().catch((error: unknown) => logger.warn({ err: error }, 'no spool for prompts'));
    },
    stop: async () => {
      await Promise.all([spool.stop(), service.stop()]);
    },
  };
  return { service, part };
}
