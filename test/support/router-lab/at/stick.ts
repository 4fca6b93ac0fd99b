import { type AtState } from '#test/support/router-lab/at/at-state';

/** The lines of the answer before `OK`; a string is the whole answer: `ERROR`, `+CME ERROR: 33`. */
export type Answer = readonly string[] | string;

/** What the commands may do with the stick that they are given to. */
export interface Stick {
  readonly state: AtState;
  readonly inbox: ReadonlyMap<number, { readonly isRead: boolean }>;
  readonly isConnected: boolean;
  readonly isRegistered: boolean;
  setEcho(isOn: boolean): Answer;
  unlock(pin: string): Answer;
  connect(apn: string): Answer;
  disconnect(): Answer;
  setRadio(isOn: boolean): Answer;
  /** The line of ^DHCP. */
  dhcp(): string;
  listed(head: string, index: number, isAlone?: boolean): string[];
  remove(index: number, isAll: boolean): Answer;
  ussd(): Answer;
}
