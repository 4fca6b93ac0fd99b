import type { RouterModem } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';
import { reasonText } from '#renderer/shared/features/network/chain-text.ts';
import { words } from '#renderer/shared/i18n/words.ts';
import { joinWithDots } from '#renderer/shared/text/format.ts';

/** `LTE`, `3G`; undefined while it is not known. */
export function technologyName(technology: string | null | undefined): string | undefined {
  if (technology === null || technology === undefined) return undefined;
  return words.network.technologies[technology] ?? technology.toUpperCase();
}

/** What is plain Ethernet, by its name; undefined for a modem, which has an operator and a signal of its own. */
export function plainName(modem: Pick<RouterModem, 'kind'> | undefined): string | undefined {
  return modem === undefined ? undefined : words.network.plainKinds[modem.kind];
}

/** `−73`, in dBm: the one figure that a modem's signal goes by wherever it is shown; undefined while it is not known. */
export function signalDbm(modem: Pick<RouterModem, 'signal'> | undefined): string | undefined {
  const dbm = modem?.signal?.rssiDbm ?? modem?.signal?.rsrpDbm;
  return dbm === undefined || dbm === null ? undefined : String(dbm).replace('-', '−');
}

/** `band 20` for ModemManager's `eutran-20`, else as it is called. */
export function bandName(band: string | null | undefined): string | undefined {
  if (band === null || band === undefined) return undefined;
  return words.network.band(/(?:eutran|ngran)-(\d+)$/u.exec(band)?.[1] ?? band);
}

/** `2 tries left`, of the PIN or PUK that the SIM asks for; empty where it asks for none. */
export function triesText({ simState, pinTriesLeft }: Pick<RouterModem, 'simState' | 'pinTriesLeft'>): string {
  const isLocked = simState === 'pin' || simState === 'puk';
  return isLocked && pinTriesLeft !== null ? words.router.triesLeft(pinTriesLeft) : '';
}

/** By what it is, else by what it does. */
export function modemName(modem: Pick<RouterModem, 'kind' | 'model'>): string {
  return modem.model ?? plainName(modem) ?? words.network.modem;
}

/** `In use · EE · LTE · band 20 · −73 dBm`, and what is wrong with it. */
export function modemAbout(modem: RouterModem): string {
  const dbm = signalDbm(modem);
  const plain = plainName(modem);
  return joinWithDots([
    modem.isInUse ? words.network.inUse : '',
    plain === modem.model ? '' : plain,
    modem.operator,
    technologyName(modem.technology),
    bandName(modem.band),
    dbm === undefined ? '' : `${dbm} dBm`,
    modem.isRoaming === true ? words.network.roaming : '',
    reasonText(modem.fault),
    triesText(modem),
  ]);
}

/** Which modem carries the phones, and why that one. */
export function uplinkText({ modems, uplink }: Pick<RouterStatus, 'modems' | 'uplink'>): string {
  const used = modems.find(({ id }) => id === uplink.modemId);
  return joinWithDots([used && modemName(used), words.network.why[uplink.why]]);
}
