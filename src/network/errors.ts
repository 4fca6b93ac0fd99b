import type { RouterTrouble } from '#contract/entities/router';
import type { ErrorCode } from '#contract/errors';
import { AppError } from '#kernel/app-error';

export class RouterUnreachable extends AppError {
  readonly code = 'router_unreachable';
  readonly trouble: RouterTrouble;
  constructor(trouble: RouterTrouble, options?: ErrorOptions) {
    super('The router does not answer', { trouble }, options);
    this.trouble = trouble;
  }
}

/** A router answers that nobody has confirmed yet. */
export class HostKeyUnknown extends AppError {
  readonly code = 'router_unreachable';
  readonly fingerprint: string;
  constructor(fingerprint: string) {
    super('Nobody has confirmed this router yet', { fingerprint });
    this.fingerprint = fingerprint;
  }
}

/** Another one answers than was confirmed. Nothing has been said to it. */
export class HostKeyChanged extends AppError {
  readonly code = 'router_unreachable';
  readonly fingerprint: string;
  constructor(fingerprint: string, trusted: string) {
    super('Another router answers than was confirmed', { fingerprint, trusted });
    this.fingerprint = fingerprint;
  }
}

/** The router does not take this machine's key. */
export class KeyRefused extends AppError {
  readonly code = 'router_enrolment_closed';
  constructor(options?: ErrorOptions) {
    super('The router does not know this machine', {}, options);
  }
}

/** This machine could not be told of the hotspot as it will be. */
export class WifiNotLearned extends AppError {
  readonly code = 'router_failed';
  constructor(why: string, options?: ErrorOptions) {
    super(`The new hotspot was not learnt: ${why}`, {}, options);
  }
}

/** Blocked, this machine could not undo it. */
export class OwnDevice extends AppError {
  readonly code = 'router_own_device';
  constructor(mac: string) {
    super('That is the machine that asks', { mac });
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  unknown_verb: 'router_not_supported',
  not_supported: 'router_not_supported',
  bad_arguments: 'bad_request',
  busy: 'router_busy',
  data_off: 'router_data_off',
  no_modem: 'router_no_modem',
  not_found: 'router_not_found',
  closed: 'router_enrolment_closed',
  wrong_code: 'router_wrong_code',
  wrong_pin: 'router_wrong_pin',
  not_kept: 'storage_failed',
};

/** The router said no, in its own words. */
export class RouterRefusal extends AppError {
  readonly code: ErrorCode;
  constructor(code: string, message: string, details: Record<string, unknown>) {
    super(message, { ...details, routerCode: code });
    this.code = CODES[code] ?? 'router_failed';
  }
}

/** No router is set up. */
export class NoRouter extends AppError {
  readonly code = 'router_unreachable';
  constructor() {
    super('No router is set up');
  }
}

/** The folder that the router shares could not be had; `message` is what the tool said. */
export class FilesUnavailable extends AppError {
  readonly code = 'router_unreachable';
}
