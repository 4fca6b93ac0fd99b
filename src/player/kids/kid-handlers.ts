import type { KidLimitsView } from '#contract/entities/kid-limits';
import type { ZoneId } from '#contract/entities/ids';
import type { HandlersOf } from '#contract/routes';
import type { KidMode } from '#player/kids/kid-mode';
import type { ZoneService } from '#player/zones/zone-service';

export interface KidHandlersDeps {
  readonly zones: ZoneService;
  readonly kids: KidMode;
}

export type KidRoute = 'getKidLimits' | 'setKidLimits' | 'removeKidLimits';

/** What answers the routes of zones for children. */
export function kidHandlers({ zones, kids }: KidHandlersDeps): HandlersOf<KidRoute> {
  const view = (id: ZoneId): KidLimitsView => {
    const folderIds = kids.foldersOf(id);
    return { isOn: folderIds !== undefined, folderIds: [...(folderIds ?? [])] };
  };
  return {
    getKidLimits: ({ id }) => view(zones.player(id).setting.id),
    async setKidLimits({ id, pin, folderIds }) {
      await kids.limit(zones.player(id).setting.id, pin, folderIds);
      return view(id);
    },
    async removeKidLimits({ id, pin }) {
      await kids.free(zones.player(id).setting.id, pin);
      return view(id);
    },
  };
}
