import type { Config } from '#config/load-config';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { Snapcast } from '#player/adapters/snapcast/snapcast';

export interface CreateSnapcastDeps {
  readonly config: Config;
  readonly notices: NoticeBoard;
  readonly logger: Logger;
}

/** The same sound everywhere, where the settings file asks for it. */
export function createSnapcast({ config, notices, logger }: CreateSnapcastDeps): Snapcast | undefined {
  const { snapcast, runtime: runtimeDir, searchPath } = config;
  if (!snapcast) return undefined;
  return new Snapcast({
    ...snapcast,
    ...{ runtimeDir, searchPath },
    logger: logger.child({ part: 'snapcast' }),
    onProblem: (problem) => tell('snapcast_missing', problem),
    onFailing: (problem) => tell('snapcast_failing', problem),
  });

  function tell(code: 'snapcast_missing' | 'snapcast_failing', problem: string | undefined): void {
    if (problem === undefined) notices.clear(code);
    else notices.post({ code, level: 'error', message: `Snapcast: ${problem}` });
  }
}
