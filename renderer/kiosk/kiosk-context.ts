import { createContext } from 'svelte';

import type { MenuController } from '#renderer/kiosk/music/menu-controller.svelte.ts';
import type { PlaceName } from '#renderer/kiosk/places.ts';
import type { Router } from '#renderer/shared/routing/router.svelte.ts';
import type { PanelController } from '#renderer/shared/theme/panel-controller.svelte.ts';

export interface Kiosk {
  readonly router: Router<PlaceName>;
  readonly panel: PanelController;
  readonly menu: MenuController;
}

export const [useKiosk, setKiosk] = createContext<Kiosk>();
