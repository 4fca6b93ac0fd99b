import { type ModemState } from '#test/support/router-lab/qmi/modem-state';

/** What the services may do with the modem that they are part of. */
export interface Firmware {
  readonly state: ModemState;
  /** By client: the handle of its call. */
  readonly calls: ReadonlyMap<number, number>;
  readonly inbox: Map<number, { tag: number; readonly pdu: Buffer }>;
  readonly sent: Buffer[];
  newClient(service: number): number;
  releaseClient(service: number, client: number): void;
  forgetClients(): void;
  /** The handle of the new call. */
  beginCall(client: number): number;
  endCall(client: number): void;
  store(pdu: Buffer, tag: number): number;
  setMode(mode: number): void;
}

/** The elements of a request by type. */
export type Elements = Readonly<Record<number, Buffer | undefined>>;

/** The answers of one service by message number: the elements that are sent back. */
export type Answers = Readonly<Record<number, (request: Elements, modem: Firmware, client: number) => Buffer[]>>;
