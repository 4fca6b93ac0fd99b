import { isDeepStrictEqual } from 'node:util';

import type { Library } from '#app/create-library';
import type { DrivingService } from '#car/driving/driving-service';
import type { IgnitionService } from '#car/ignition/ignition-service';
import type { LightService } from '#car/light/light-service';
import type { SettingsService } from '#config/settings-service';
import { isMeasuringWanted } from '#contract/entities/loudness';
import type { EventBus } from '#kernel/event-bus';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { ZoneService } from '#player/zones/zone-service';
import type { HttpServers } from '#server/http-servers';

export interface AppPartsDeps {
  readonly library: Library;
  readonly zones: ZoneService;
  /** Undefined where nothing tells of the ignition. */
  readonly ignition: IgnitionService | undefined;
  readonly driving: DrivingService;
  readonly light: LightService;
  readonly servers: HttpServers;
  readonly settings: SettingsService;
  readonly events: EventBus;
  readonly logger: Logger;
  /** The databases: closed last. */
  readonly storage: Part;
  /** The music plays on: what can wait begins. */
  onResumed(): void;
}

/** In the order of starting; stopped in reverse, all within the 2 s that SIGTERM promises. */
export function appParts(deps: AppPartsDeps): readonly Part[] {
  const { library, zones, ignition, servers, logger } = deps;
  const undo: (() => void)[] = [];
  return [
    deps.storage,
    {
      name: 'wiring',
      start: () => {
        undo.push(...connect(deps));
      },
      stop: () => {
        for (const disconnect of undo.splice(0)) disconnect();
      },
    },
    {
      name: 'zones and library',
      stopLimitMs: 1_600,
      start: async () => {
        const zonesKnow = zones.start();
        void zones.resumed().then(() => deps.onResumed());
        await library.volumes.start();
        await zonesKnow;
        // A machine without udisks plays what others mount.
        library.mounter.start().catch((error: unknown) => logger.warn({ err: error }, 'sticks are not mounted here'));
      },
      stop: async () => {
        const scans = library.volumes.stop().finally(() => library.runner.stop());
        await Promise.allSettled([zones.stop(), scans, library.mounter.stop()]);
      },
    },
    ...(ignition ? [{ name: 'ignition', start: () => ignition.start(), stop: () => ignition.stop() }] : []),
    { name: 'driving', start: () => undefined, stop: () => deps.driving.stop() },
    { name: 'light', start: () => deps.light.start(), stop: () => deps.light.stop() },
    { name: 'http', stopLimitMs: 400, start: () => servers.start(), stop: () => servers.stop() },
  ];
}

/** What one room must hear from another. Gives back the undoes. */
function connect({ library, zones, driving, settings, events, logger }: AppPartsDeps): (() => void)[] {
  let { loudness: loudnessBefore, crossfadeSeconds: crossfadeBefore } = settings.current;
  return [
    library.volumes.onChange(({ volumeId, isOnline }) => {
      if (isOnline) zones.volumeAttached(volumeId);
      else zones.volumeDetached(volumeId);
    }),
    driving.onChange(() => zones.admissionChanged()),
    settings.onChange(({ zones: wanted, loudness, crossfadeSeconds }) => {
      const isOtherFade = crossfadeSeconds !== crossfadeBefore;
      if (isOtherFade || !isDeepStrictEqual(loudness, loudnessBefore)) zones.relevel();
      if (isMeasuringWanted(loudness) !== isMeasuringWanted(loudnessBefore)) library.volumes.scanAll();
      loudnessBefore = loudness;
      crossfadeBefore = crossfadeSeconds;
      zones.applySettings(wanted).catch((error: unknown) => logger.error({ err: error }, 'zones could not be changed'));
    }),
    events.subscribe((event) => {
      if (event.type === 'library.changed') zones.catalogChanged();
      if (event.type === 'favourites.changed') zones.favouritesChanged();
    }),
  ];
}
