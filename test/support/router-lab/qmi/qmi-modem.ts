import { type Buffer as Bytes } from 'node:buffer';

import { failed, QMI_ERROR, tlv, u16, u32, u8 } from '#test/support/router-lab/qmi/bytes';
import { type ModemState, newModemState } from '#test/support/router-lab/qmi/modem-state';
import { type Answers, type Firmware } from '#test/support/router-lab/qmi/service';
import { control } from '#test/support/router-lab/qmi/service-control';
import { data, dataFormat } from '#test/support/router-lab/qmi/service-data';
import { device } from '#test/support/router-lab/qmi/service-device';
import { messages, TAG } from '#test/support/router-lab/qmi/service-messages';
import { network, servingSystem } from '#test/support/router-lab/qmi/service-network';
import { sim } from '#test/support/router-lab/qmi/service-sim';

const CONTROL = 0;
const WDS = 1;
const NAS = 3;
const WMS = 5;
const SERVICES: Readonly<Record<number, { readonly name: string; readonly answers: Answers }>> = {
  [CONTROL]: { name: 'ctl', answers: control },
  [WDS]: { name: 'wds', answers: data },
  2: { name: 'dms', answers: device },
  [NAS]: { name: 'nas', answers: network },
  [WMS]: { name: 'wms', answers: messages },
  0x0b: { name: 'uim', answers: sim },
  0x1a: { name: 'wda', answers: dataFormat },
};
const MODE_ONLINE = 0;

export interface QmiModemPorts {
  send(bytes: Bytes): void;
  /** The operator's end of the data path goes up with the first call and down with the last. */
  setData(isOn: boolean): void;
}

/** A QMI modem as a program of its own: QMUX frames in and out (USB-CDC framing: 0x01, length, flags, service, client). */
export class QmiModem implements Firmware {
  readonly state: ModemState = newModemState();
  /** By client: the handle of its call. */
  readonly calls = new Map<number, number>();
  readonly inbox = new Map<number, { tag: number; readonly pdu: Bytes }>();
  readonly sent: Bytes[] = [];
  /** `wds.0020` or `all` -> `timeout`, `error:14` or `delay:4000`. */
  readonly faults = new Map<string, string>();
  readonly #ports: QmiModemPorts;
  readonly #clients = new Set<string>();
  #lastClient = 0;
  #nextMessage = 0;
  #rest: Bytes = Buffer.alloc(0);

  constructor(ports: QmiModemPorts) {
    this.#ports = ports;
  }

  get isConnected(): boolean {
    return this.calls.size > 0;
  }

  receive(bytes: Bytes): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const start = this.#rest.indexOf(1);
      if (start < 0) this.#rest = Buffer.alloc(0);
      this.#rest = this.#rest.subarray(Math.max(start, 0));
      if (this.#rest.length < 3) return;
      const length = this.#rest.readUInt16LE(1) + 1;
      if (this.#rest.length < length) return;
      this.#answer(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
  }

  newClient(service: number): number {
    this.#lastClient = (this.#lastClient % 250) + 1;
    this.#clients.add(`${service}:${this.#lastClient}`);
    return this.#lastClient;
  }

  releaseClient(service: number, client: number): void {
    this.#clients.delete(`${service}:${client}`);
    if (service === WDS) this.endCall(client);
  }

  forgetClients(): void {
    this.#clients.clear();
    this.#endAllCalls();
  }

  beginCall(client: number): number {
    const handle = (0xc0de0000 + Math.floor(Math.random() * 0xffff)) >>> 0;
    this.calls.set(client, handle);
    this.#ports.setData(true);
    return handle;
  }

  endCall(client: number): void {
    if (this.calls.delete(client) && this.calls.size === 0) this.#ports.setData(false);
  }

  store(pdu: Bytes, tag: number): number {
    this.inbox.set(this.#nextMessage, { tag, pdu });
    return this.#nextMessage++;
  }

  /** A radio that is turned off loses registration and calls, and finds the network again when it is on. */
  setMode(mode: number): void {
    this.state.mode = mode;
    if (mode !== MODE_ONLINE) this.drop();
  }

  /** A message has come in: stored, and told to who wants to hear. */
  deliver(pdu: Bytes): void {
    const index = this.store(pdu, TAG.unread);
    this.#tell(WMS, 0x01, [tlv(0x10, u8(1), u32(index))]);
  }

  /** The network ends the call. */
  drop(): void {
    const clients = [...this.calls.keys()];
    this.#endAllCalls();
    for (const client of clients) {
      this.#frame(WDS, client, indication(0x22, [tlv(1, u8(1, 0)), tlv(0x10, u16(1)), tlv(0x12, u8(4))]));
    }
  }

  register(registration: number): void {
    this.state.registration = registration;
    this.#tell(NAS, 0x24, servingSystem(this.state));
  }

  /** The firmware begins anew: clients and calls are forgotten, without a word. */
  reboot(): void {
    this.#clients.clear();
    this.#lastClient = 0;
    if (this.state.pin === 'verified') this.state.pin = 'locked';
    this.#endAllCalls();
  }

  #endAllCalls(): void {
    if (this.calls.size === 0) return;
    this.calls.clear();
    this.#ports.setData(false);
  }

  #tell(service: number, message: number, elements: readonly Bytes[]): void {
    for (const client of this.#clients) {
      const [of, id] = client.split(':').map(Number);
      if (of === service) this.#frame(service, id ?? 0, indication(message, elements));
    }
  }

  #answer(frame: Bytes): void {
    const service = frame[4] ?? 0;
    const client = frame[5] ?? 0;
    const isControl = service === CONTROL;
    const transaction = isControl ? (frame[7] ?? 0) : frame.readUInt16LE(7);
    const body = isControl ? 8 : 9;
    const message = frame.readUInt16LE(body);
    const name = `${SERVICES[service]?.name ?? service}.${message.toString(16).padStart(4, '0')}`;
    const fault = this.faults.get('all') ?? this.faults.get(name);
    if (fault === 'timeout') return;

    const elements = Buffer.concat(
      fault?.startsWith('error:') === true
        ? [failed(Number(fault.slice(6)))]
        : this.#elements(service, client, message, readElements(frame.subarray(body + 4))),
    );
    const head = isControl ? u8(1, transaction) : Buffer.concat([u8(2), u16(transaction)]);
    const reply = Buffer.concat([head, u16(message), u16(elements.length), elements]);
    if (fault?.startsWith('delay:') === true)
      setTimeout(() => this.#frame(service, client, reply), Number(fault.slice(6)));
    else this.#frame(service, client, reply);
  }

  #elements(service: number, client: number, message: number, request: Record<number, Bytes>): Bytes[] {
    if (service !== CONTROL && !this.#clients.has(`${service}:${client}`)) return [failed(QMI_ERROR.invalidClientId)];
    const answer = SERVICES[service]?.answers[message];
    return answer === undefined ? [failed(QMI_ERROR.invalidCommand)] : answer(request, this, client);
  }

  #frame(service: number, client: number, content: Bytes): void {
    this.#ports.send(Buffer.concat([u8(1), u16(content.length + 5), u8(0x80, service, client), content]));
  }
}

function indication(message: number, elements: readonly Bytes[]): Bytes {
  const content = Buffer.concat(elements);
  return Buffer.concat([u8(4), u16(0), u16(message), u16(content.length), content]);
}

function readElements(bytes: Bytes): Record<number, Bytes> {
  const elements: Record<number, Bytes> = {};
  for (let at = 0; at + 3 <= bytes.length;) {
    const length = bytes.readUInt16LE(at + 1);
    elements[bytes[at] ?? 0] = bytes.subarray(at + 3, at + 3 + length);
    at += 3 + length;
  }
  return elements;
}
