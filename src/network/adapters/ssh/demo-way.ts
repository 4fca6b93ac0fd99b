import type { Clock } from '#kernel/clock';
import { drawSshKey } from '#network/adapters/ssh/draw-ssh-key';
import { RouterSshServer } from '#network/adapters/ssh/router-ssh-server';
import { SshRouterShell } from '#network/adapters/ssh/ssh-router-shell';
import { DemoRouter } from '#network/demo/demo-router';
import type { RouterConnection, RouterShell, RouterTrust, RouterUser } from '#network/ports';

/** The way to the simulated router: real SSH within this process; its key is trusted from the beginning. */
export class DemoWay {
  readonly #router: DemoRouter;
  #server: RouterSshServer | undefined;

  constructor(clock: Clock) {
    this.#router = new DemoRouter(clock);
  }

  readonly trust: RouterTrust = {
    fingerprint: undefined,
    publicKey: () => Promise.resolve(''),
    trust: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  };

  readonly shell: RouterShell = { connect: (user) => this.#connect(user) };

  stop(): void {
    this.#router.stop();
    this.#server?.close();
  }

  async #connect(user: RouterUser): Promise<RouterConnection> {
    const server = (this.#server ??= await this.#begin());
    const { default: ssh2 } = await import('ssh2');
    const { private: key } = drawSshKey(ssh2.utils);
    const shell = new SshRouterShell({
      target: { open: () => Promise.resolve(server.open()) },
      privateKey: () => Promise.resolve(key),
    });
    return shell.connect(user, server.fingerprint);
  }

  async #begin(): Promise<RouterSshServer> {
    this.#router.start();
    return RouterSshServer.make(this.#router);
  }
}
