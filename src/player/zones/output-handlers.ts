import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { HandlersOf } from '#contract/routes';
import type { AlsaCards } from '#contract/zone-outlets';
import { PlayerMissing } from '#player/errors';
import { soundOutputs, type ListedDevice } from '#player/zones/sound-outputs';

export interface OutputHandlersDeps {
  /** As the player lists them now; rejects where there is no player. */
  readonly list: () => Promise<readonly ListedDevice[]>;
  readonly zones: () => readonly ZoneSetting[];
  readonly alsaCards: () => AlsaCards;
}

/** What answers Set-up's question where sound can come out. */
export function outputHandlers({ list, zones, alsaCards }: OutputHandlersDeps): HandlersOf<'listOutputs'> {
  return {
    async listOutputs() {
      const listed = await list().catch((cause: unknown) => {
        throw new PlayerMissing(undefined, 'mpv does not list its outputs', { cause });
      });
      return soundOutputs(listed, zones(), alsaCards());
    },
  };
}
