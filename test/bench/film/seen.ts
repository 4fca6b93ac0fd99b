import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { zoneId, type VideoId } from '#contract/entities/ids';
import { zoneSetting, type ScreenSetting, type ZoneSetting } from '#contract/entities/zone-setting';
import { benchEntry } from '#test/bench/subject';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { untilLookedThrough } from '#test/support/looked-through';
import { openScreen } from '#test/support/screen';
import { startService } from '#test/support/service';

export const REAR = zoneId.parse('rear');

export interface SeenPlan {
  /** For data and settings. */
  readonly folder: string;
  readonly stick: string;
  readonly width: number;
  readonly height: number;
  readonly screen?: Partial<ScreenSetting>;
  /** Beside the rear one. */
  readonly zones?: readonly ZoneSetting[];
  readonly pictures: string | undefined;
}

/** The built service with a stick that it knows and a rear screen of this size. */
export async function startSeen({ folder, stick, width, height, screen = {}, zones = [], pictures }: SeenPlan) {
  const [data, config] = [join(folder, 'data'), join(folder, 'settings.json')];
  const rear = zoneSetting.parse({ id: REAR, name: 'Rear', hasVideo: true, audioDevice: null, screen });
  await mkdir(folder, { recursive: true });
  // The only screen here is the one in the rear.
  const screens = { connected: 2, hasTouchscreen: false };
  await writeFile(config, JSON.stringify({ screens, zones: [rear, ...zones] }));
  const display = await openScreen(width, height);
  const stop = async () => {
    await endPlayersOf(
      data,
      [rear, ...zones].map(({ id }) => id),
    );
    display.close();
  };
  try {
    const service = await startService({
      ...{ data, media: [stick], entry: benchEntry(), flags: ['--config', config] },
      ...{ videoOutput: 'x11', env: { DISPLAY: display.display } },
    });
    await untilLookedThrough(service.client);
    return {
      ...{ service, client: service.client, data, shot: display.shot },
      /** By the name of its file. */
      filmOf: async (name: string): Promise<VideoId> => {
        const { items } = await service.client.call('listVideos', { limit: 50 });
        return firstOf(items.filter(({ path }) => path.endsWith(name))).id;
      },
      /** Where pictures are asked for. */
      keep: async (name: string): Promise<void> => {
        if (pictures !== undefined)
          await display.save(join(pictures, `${name.replaceAll(/[^A-Za-z0-9]+/gu, '-')}.png`));
      },
      [Symbol.asyncDispose]: async () => {
        await service.stop();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
