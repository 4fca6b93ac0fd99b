import type { Duplex } from 'node:stream';

import type { Client, ConnectConfig } from 'ssh2';

import type { RouterTrouble } from '#contract/entities/router';
import { fingerprintOf } from '#network/adapters/ssh/host-key';
import { SshConnection } from '#network/adapters/ssh/ssh-connection';
import { HostKeyChanged, HostKeyUnknown, KeyRefused, RouterUnreachable } from '#network/errors';
import type { RouterConnection, RouterShell, RouterUser } from '#network/ports';

export interface SshRouterShellDeps {
  /** An address, or a stream for a router in this process. */
  readonly target: { readonly host: string; readonly port: number } | { readonly open: () => Promise<Duplex> };
  /** This machine's own key, as OpenSSH writes it. */
  readonly privateKey: () => Promise<string>;
}

const READY_LIMIT_MS = 8_000;
const KEEPALIVE_MS = 5_000;
const KEEPALIVES_MISSED = 2;

/** The router over SSH: its key is looked at before anything is said, ours is the only credential, no agent, no password. */
export class SshRouterShell implements RouterShell {
  readonly #deps: SshRouterShellDeps;

  constructor(deps: SshRouterShellDeps) {
    this.#deps = deps;
  }

  async connect(user: RouterUser, trusted: string | undefined): Promise<RouterConnection> {
    const { target, privateKey } = this.#deps;
    // Not before somebody needs it: it is the largest package of the service.
    const { default: ssh2 } = await import('ssh2');
    const key = await privateKey();
    const way = 'open' in target ? { sock: await target.open() } : target;
    const client = new ssh2.Client();
    const config: ConnectConfig = {
      ...way,
      username: user,
      readyTimeout: READY_LIMIT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      keepaliveCountMax: KEEPALIVES_MISSED,
      algorithms: { serverHostKey: ['ssh-ed25519'] },
      privateKey: key,
      authHandler: ['publickey'],
    };
    return opened(client, config, trusted);
  }
}

function opened(client: Client, config: ConnectConfig, trusted: string | undefined): Promise<RouterConnection> {
  return new Promise((resolve, reject) => {
    let fingerprint = '';
    const fail = (error: Error) => {
      client.destroy();
      reject(error);
    };
    client.once('ready', () => resolve(new SshConnection(client, fingerprint)));
    client.on('error', (cause: Error & { level?: string }) => {
      if (fingerprint !== '' && trusted === undefined) fail(new HostKeyUnknown(fingerprint));
      else if (fingerprint !== '' && fingerprint !== trusted) fail(new HostKeyChanged(fingerprint, trusted ?? ''));
      else if (cause.level === 'client-authentication') fail(new KeyRefused({ cause }));
      else fail(new RouterUnreachable(troubleOf(cause), { cause }));
    });
    client.once('close', () => fail(new RouterUnreachable('closed')));
    client.connect({
      ...config,
      hostVerifier: (hostKey: Buffer) => {
        fingerprint = fingerprintOf(hostKey);
        return fingerprint === trusted;
      },
    });
  });
}

function troubleOf(cause: Error & { code?: string; level?: string }): RouterTrouble {
  if (cause.code === 'ENOTFOUND' || cause.code === 'EAI_AGAIN') return 'no_address';
  return cause.level === 'protocol' ? 'garbage' : 'no_answer';
}
