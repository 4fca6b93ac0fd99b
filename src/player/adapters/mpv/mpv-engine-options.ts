import type { PictureSetting, ToneSetting } from '#contract/entities/zone-setting';
import type { Logger } from '#kernel/logger';
import type { MpvOutputs } from '#player/adapters/mpv/mpv-flags';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import type { ExchangeLimits } from '#player/adapters/mpv/process-exchange';

export interface MpvEngineOptions extends MpvOutputs, ExchangeLimits {
  readonly zoneId: string;
  readonly hasVideo: boolean;
  readonly audioDevice: string | undefined;
  /** Over the whole of the second output unless told. */
  readonly picture?: PictureSetting | undefined;
  /** Two unless told. */
  readonly speakers?: ToneSetting['speakers'];
  /** Folder for sockets, made with mode 0700: who can open a socket can run programs. */
  readonly runtimeDir: string;
  /** `mpv`, or the path of it. */
  readonly binary: string;
  readonly logger: Logger;
  /** Keeps over a restart which flags the mpv in `searchPath` knows; asked at each start unless told. */
  readonly optionsFile?: string;
  readonly searchPath?: string;
  /** Another machine that plays; this one unless told. */
  readonly host?: MpvHost;
}
