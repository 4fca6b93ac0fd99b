import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Connection, PublicKeyAuthContext, Server, ServerChannel, utils } from 'ssh2';

import { drawSshKey } from '#network/adapters/ssh/draw-ssh-key';
import { streamPair } from '#network/adapters/ssh/stream-pair';
import { fingerprintOf } from '#network/adapters/ssh/host-key';

/** Who asks, and with which key: `ssh-ed25519 AAAA…`. */
export interface DeskCaller {
  readonly user: string;
  readonly publicKey: string;
}

/** What stands behind the SSH server in the place of `routerctl`. */
export interface RouterDesk {
  mayEnter(caller: DeskCaller): boolean;
  /** One line of arguments in, one line out. */
  answer(caller: DeskCaller, verb: string, input: string): Promise<string> | string;
  /** Lines without end, until the undo is called. */
  watch(push: (line: string) => void): () => void;
}

type ParseKey = typeof utils.parseKey;

const LONGEST_INPUT_BYTES = 16_384;

/** An SSH server in this process that knows routerctl's verbs, and nothing else: no terminal, no shell, no forwarding. */
export class RouterSshServer {
  readonly fingerprint: string;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();

  private constructor(server: Server, fingerprint: string, desk: RouterDesk, parseKey: ParseKey) {
    this.fingerprint = fingerprint;
    this.#server = server;
    server.on('connection', (connection) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
      // Whoever breaks off has nothing more to say.
      connection.on('error', () => undefined);
      serve(connection, desk, parseKey);
    });
  }

  static async make(desk: RouterDesk): Promise<RouterSshServer> {
    const { default: ssh2 } = await import('ssh2');
    const host = drawSshKey(ssh2.utils);
    const parsed = ssh2.utils.parseKey(host.public);
    if (parsed instanceof Error) throw parsed;
    const server = new ssh2.Server({ hostKeys: [host.private] });
    return new RouterSshServer(server, fingerprintOf(parsed.getPublicSSH()), desk, ssh2.utils.parseKey);
  }

  /** A way in that no other program can take: no port is opened. */
  open(): Duplex {
    const [ours, theirs] = streamPair();
    this.#server.injectSocket(ours as unknown as Parameters<Server['injectSocket']>[0]);
    return theirs;
  }

  /** On this machine alone; gives the port. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address() as AddressInfo;
        resolve(address.port);
      });
    });
  }

  /** Ends what is open now, as a restart of the router would. */
  dropAll(): void {
    for (const connection of this.#connections) connection.end();
  }

  close(): void {
    this.dropAll();
    this.#server.close();
  }
}

function serve(connection: Connection, desk: RouterDesk, parseKey: ParseKey): void {
  let caller: DeskCaller | undefined;
  connection.on('authentication', (context) => {
    if (context.method !== 'publickey') {
      context.reject(['publickey']);
      return;
    }
    const asking = callerOf(context);
    if (!desk.mayEnter(asking) || !isSigned(context, asking, parseKey)) {
      context.reject(['publickey']);
      return;
    }
    caller = asking;
    context.accept();
  });
  connection.on('session', (accept) => {
    const session = accept();
    session.on('exec', (acceptExec, _reject, { command }) => {
      if (!caller) return;
      const channel = acceptExec();
      channel.on('error', () => undefined);
      if (command === 'watch') watch(channel, desk);
      else void answer(channel, desk, caller, command);
    });
  });
}

function callerOf({ username, key }: PublicKeyAuthContext): DeskCaller {
  return { user: username, publicKey: `${key.algo} ${key.data.toString('base64')}` };
}

/** The first question is whether the key would do; the second one comes signed. */
function isSigned(
  { signature, blob, hashAlgo }: PublicKeyAuthContext,
  caller: DeskCaller,
  parseKey: ParseKey,
): boolean {
  if (!signature) return true;
  const parsed = parseKey(caller.publicKey);
  return !(parsed instanceof Error) && blob !== undefined && parsed.verify(blob, signature, hashAlgo);
}

async function answer(channel: ServerChannel, desk: RouterDesk, caller: DeskCaller, verb: string): Promise<void> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of channel as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > LONGEST_INPUT_BYTES) break;
    chunks.push(chunk);
  }
  const line = await desk.answer(caller, verb, Buffer.concat(chunks).toString('utf8'));
  if (channel.destroyed) return;
  channel.write(`${line}\n`);
  channel.exit(line.startsWith('{"ok":true') ? 0 : 1);
  channel.end();
}

function watch(channel: ServerChannel, desk: RouterDesk): void {
  const stop = desk.watch((line) => channel.write(`${line}\n`));
  channel.once('close', stop);
}
