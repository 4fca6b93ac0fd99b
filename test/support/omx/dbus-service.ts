import { connect, type Socket } from 'node:net';

// As much of the D-Bus protocol as a service needs that answers calls (D-Bus Specification 0.43, little endian).

export interface Call {
  readonly interface: string;
  readonly member: string;
  readonly body: readonly (string | number | bigint)[];
}

/** What is answered: a signature, and the values of it. Undefined is an error. */
export type Answer = { readonly signature: 'x' | 's' | 'd' | 'b' | 'as' | ''; readonly value?: unknown } | undefined;

const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;
const NO_REPLY_WANTED = 1;

/** Owns a name on a bus (`unix:path=...`) and answers what is called there. Ends with the bus. */
export async function serveOnBus(address: string, name: string, answer: (call: Call) => Answer): Promise<void> {
  const path = /unix:(?:path|abstract)=([^,]+)/u.exec(address)?.[1] ?? '';
  const socket = connect(address.startsWith('unix:abstract') ? `\0${path}` : path);
  const lines = Promise.withResolvers<undefined>();
  let pending = Buffer.alloc(0);
  let isOpen = false;
  let serial = 2;
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    if (!isOpen) {
      if (!pending.includes('\r\n')) return;
      isOpen = true;
      pending = Buffer.alloc(0);
      socket.write('BEGIN\r\n');
      callBus(socket, 1, 'Hello', []);
      callBus(socket, 2, 'RequestName', [name]);
      return;
    }
    for (let size = messageSize(pending); size !== undefined; size = messageSize(pending)) {
      const message = readMessage(pending.subarray(0, size));
      pending = pending.subarray(size);
      if (message.replySerial === 2) lines.resolve(undefined);
      if (message.type !== METHOD_CALL) continue;
      const reply = answer(message);
      if ((message.flags & NO_REPLY_WANTED) !== 0) continue;
      serial += 1;
      socket.write(replyTo(message, serial, reply));
    }
  });
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  await lines.promise;
}

function callBus(socket: Socket, serial: number, member: string, words: readonly string[]): void {
  const body = new Writer();
  for (const word of words) body.text(word);
  if (words.length > 0) body.number(4);
  const bus = 'org.freedesktop.DBus';
  socket.write(
    message(METHOD_CALL, serial, words.length > 0 ? 'su' : '', body.bytes(), [
      [1, 'o', '/org/freedesktop/DBus'],
      [2, 's', bus],
      [3, 's', member],
      [6, 's', bus],
    ]),
  );
}

function replyTo(call: { serial: number; sender: string }, serial: number, reply: Answer): Buffer {
  const fields: Field[] = [
    [5, 'u', call.serial],
    [6, 's', call.sender],
  ];
  if (!reply)
    return message(ERROR, serial, '', Buffer.alloc(0), [...fields, [4, 's', 'org.freedesktop.DBus.Error.Failed']]);
  const body = new Writer();
  if (reply.signature === 'x') body.long(BigInt(reply.value as number));
  if (reply.signature === 's') body.text(String(reply.value));
  if (reply.signature === 'd') body.double(Number(reply.value));
  if (reply.signature === 'b') body.number(reply.value === true ? 1 : 0);
  if (reply.signature === 'as') body.texts(reply.value as readonly string[]);
  return message(METHOD_RETURN, serial, reply.signature, body.bytes(), fields);
}

type Field = readonly [code: number, signature: string, value: string | number];

function message(type: number, serial: number, signature: string, body: Buffer, fields: readonly Field[]): Buffer {
  const head = new Writer();
  for (const part of [0x6c, type, 0, 1]) head.byte(part);
  head.number(body.length);
  head.number(serial);
  const all: readonly Field[] = signature === '' ? fields : [...fields, [8, 'g', signature]];
  const list = new Writer(16);
  for (const [code, kind, value] of all) {
    list.align(8);
    list.byte(code);
    list.signature(kind);
    if (kind === 'u') list.number(Number(value));
    else if (kind === 'g') list.signature(String(value));
    else list.text(String(value));
  }
  head.number(list.bytes().length);
  head.raw(list.bytes());
  head.align(8);
  return Buffer.concat([head.bytes(), body]);
}

function messageSize(bytes: Buffer): number | undefined {
  if (bytes.length < 16) return undefined;
  const size = Math.ceil((16 + bytes.readUInt32LE(12)) / 8) * 8 + bytes.readUInt32LE(4);
  return bytes.length < size ? undefined : size;
}

function readMessage(bytes: Buffer) {
  const fieldsEnd = 16 + bytes.readUInt32LE(12);
  const head = new Reader(bytes, 16);
  const fields = new Map<number, string | number | bigint>();
  while (head.at < fieldsEnd) {
    head.align(8);
    const code = head.byte();
    fields.set(code, head.value(head.signature()));
  }
  const body = new Reader(bytes, Math.ceil(fieldsEnd / 8) * 8);
  const signature = String(fields.get(8) ?? '');
  return {
    type: bytes.readUInt8(1),
    flags: bytes.readUInt8(2),
    serial: bytes.readUInt32LE(8),
    sender: String(fields.get(7) ?? ''),
    replySerial: Number(fields.get(5) ?? 0),
    interface: String(fields.get(2) ?? ''),
    member: String(fields.get(3) ?? ''),
    body: bytes.readUInt8(1) === METHOD_CALL ? [...signature].map((kind) => body.value(kind)) : [],
  };
}

class Writer {
  readonly #parts: Buffer[] = [];
  #length: number;
  readonly #from: number;

  constructor(from = 0) {
    this.#from = from;
    this.#length = from;
  }

  raw(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  align(size: number): void {
    this.raw(Buffer.alloc((size - (this.#length % size)) % size));
  }

  byte(value: number): void {
    this.raw(Buffer.from([value]));
  }

  number(value: number): void {
    this.align(4);
    const part = Buffer.alloc(4);
    part.writeUInt32LE(value);
    this.raw(part);
  }

  long(value: bigint): void {
    this.align(8);
    const part = Buffer.alloc(8);
    part.writeBigInt64LE(value);
    this.raw(part);
  }

  double(value: number): void {
    this.align(8);
    const part = Buffer.alloc(8);
    part.writeDoubleLE(value);
    this.raw(part);
  }

  text(value: string): void {
    this.number(Buffer.byteLength(value));
    this.raw(Buffer.from(`${value}\0`));
  }

  texts(values: readonly string[]): void {
    const list = new Writer();
    for (const value of values) list.text(value);
    this.number(list.bytes().length);
    this.raw(list.bytes());
  }

  signature(value: string): void {
    this.byte(value.length);
    this.raw(Buffer.from(`${value}\0`));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#length - this.#from);
  }
}

class Reader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  align(size: number): void {
    this.at = Math.ceil(this.at / size) * size;
  }

  byte(): number {
    this.at += 1;
    return this.#bytes.readUInt8(this.at - 1);
  }

  signature(): string {
    const length = this.byte();
    this.at += length + 1;
    return this.#bytes.toString('utf8', this.at - length - 1, this.at - 1);
  }

  value(kind: string): string | number | bigint {
    switch (kind) {
      case 'g':
        return this.signature();
      case 's':
      case 'o': {
        const length = Number(this.value('u'));
        this.at += length + 1;
        return this.#bytes.toString('utf8', this.at - length - 1, this.at - 1);
      }
      case 'u':
      case 'i':
      case 'b':
        this.align(4);
        this.at += 4;
        return kind === 'i' ? this.#bytes.readInt32LE(this.at - 4) : this.#bytes.readUInt32LE(this.at - 4);
      case 'x':
        this.align(8);
        this.at += 8;
        return this.#bytes.readBigInt64LE(this.at - 8);
      case 'd':
        this.align(8);
        this.at += 8;
        return this.#bytes.readDoubleLE(this.at - 8);
      default:
        throw new Error(`no reader for ${kind}`);
    }
  }
}
