// The ports of the network room towards the router and this machine.

import type { RouterMessage } from '#contract/entities/router-message';
import type { SignalSample } from '#contract/entities/router-modem';

/** `carputer` reads and controls; `carputer-enrol` can hand over a proof, and nothing else. */
export type RouterUser = 'carputer' | 'carputer-enrol';

/** One SSH connection. Whoever opened it closes it. */
export interface RouterConnection {
  /** Of the router's host key, `SHA256:…` as `ssh-keygen -l` shows it. */
  readonly fingerprint: string;
  /**
   * One verb, its arguments as one line of input; the one line that came back, not yet looked at. Rejects with
   * `RouterUnreachable` after `limitMs`, when the connection ends, and when more comes than any answer has.
   */
  ask(verb: string, args: object | undefined, limitMs: number): Promise<string>;
  /** Lines without end. `onEnd` is called once, and says whether the connection is still open. */
  watch(onLine: (line: string) => void, onEnd: (isOpen: boolean) => void): void;
  close(): void;
}

/** The way to the router. */
export interface RouterShell {
  /** Rejects with `RouterUnreachable`, `HostKeyUnknown`, `HostKeyChanged` or `KeyRefused`; within 10 s. */
  connect(user: RouterUser, trusted: string | undefined): Promise<RouterConnection>;
}

/** What this machine keeps of its router: which key the router has, and its own. */
export interface RouterTrust {
  /** Undefined until somebody has confirmed it. */
  readonly fingerprint: string | undefined;
  /** `ssh-ed25519 AAAA…` */
  publicKey(): Promise<string>;
  trust(fingerprint: string): Promise<void>;
  forget(): Promise<void>;
}

/** What a guest has to know of a hotspot; one that is hidden is found only by whoever asks for its name. */
export interface HotspotAccess {
  readonly ssid: string;
  readonly key: string;
  readonly isHidden: boolean;
}

/** The WiFi of this machine, where it is a guest of the router's hotspot. */
export interface OwnWifi {
  /** Hardware addresses of this machine, `02:00:00:00:00:0a`. */
  macs(): readonly string[];
  /** Learns the new name and key beside the old ones, so that it finds the hotspot again whichever holds. */
  prepare(network: HotspotAccess): Promise<void>;
}

/** The signal of this drive on the card, over a restart of the service; times on the service's clock, so less than 0 for before it. */
export interface SignalStore {
  /** Oldest first; nothing of an earlier start of the machine. */
  load(): readonly SignalSample[];
  /** What has come since the last call. */
  keep(samples: readonly SignalSample[]): void;
  drop(): void;
}

/** Messages on the card, so that they can be read while the router is away. */
export interface MessageStore {
  /** Undefined where none were kept. */
  load(): readonly RouterMessage[] | undefined;
  keep(messages: readonly RouterMessage[]): void;
  drop(): void;
}

/** The folder that the router shares, as a folder of this machine. Read-only. */
export interface FilesMounter {
  /** Rejects with `FilesUnavailable` or the signal's reason; within 20 s. The router's key has to have this fingerprint. */
  mount(fingerprint: string, signal: AbortSignal): Promise<MountedFiles>;
}

export interface MountedFiles {
  readonly folder: string;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
  /** Whoever waits for something of it gets an error. Never rejects. */
  unmount(): Promise<void>;
}
