import type { RemoteSetting } from '#contract/entities/zone-setting';
import type { LentFiles } from '#player/adapters/remote/lent-files';
import { PlayerAway } from '#player/adapters/remote/player-away';
import { SshLine } from '#player/adapters/remote/ssh-line';
import type { RemoteAccess } from '#player/remote/remote-zones';

/** What is open to the other Pi, for as long as the connection lasts. */
export interface Reach {
  readonly line: SshLine;
  /** Where its players read what is lent to them. */
  readonly port: number;
}

/** Throws `PlayerAway`. */
export async function reachOut(target: RemoteSetting, access: RemoteAccess, files: LentFiles): Promise<Reach> {
  const line = await SshLine.open(target, access);
  try {
    return { line, port: await line.lendPort((stream) => files.accept(stream)) };
  } catch (cause) {
    line.close();
    throw new PlayerAway(`The Pi at ${target.host} does not allow forwarding`, { cause });
  }
}
