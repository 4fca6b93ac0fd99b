import { ConfigError } from '#config/config-error';
import { PortInUse, PortNotAllowed } from '#server/listen-errors';

/** Errors of the start that the person who started it can mend by another flag or setting; their message says how. */
export function isWrongSetting(error: unknown): error is Error {
  return error instanceof ConfigError || error instanceof PortInUse || error instanceof PortNotAllowed;
}
