import { onTestFinished } from 'vitest';

import type { ServerEvent } from '#contract/events';
import { systemClock } from '#kernel/clock';
import { silentLogger } from '#kernel/logger';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { RouterSshServer, type RouterDesk } from '#network/adapters/ssh/router-ssh-server';
import { SshRouterShell } from '#network/adapters/ssh/ssh-router-shell';
import { DemoRouter } from '#network/demo/demo-router';
import { EnrolmentService } from '#network/enrolment/enrolment-service';
import { routerHandlers } from '#network/router-handlers';
import { RouterService, type RouterServiceDeps } from '#network/router-service';
import { makeTempFolder } from '#test/support/temp-folder';

/** A router on a port of this machine, behind real SSH. */
export async function runRouter(desk: RouterDesk, port = 0) {
  const server = await RouterSshServer.make(desk);
  onTestFinished(() => server.close());
  return { server, port: await server.listen(port), fingerprint: server.fingerprint };
}

/** The simulated router's desk, with what a test wants otherwise. */
export function deskWith(overrides: Partial<RouterDesk> = {}): RouterDesk & { readonly demo: DemoRouter } {
  const demo = new DemoRouter(systemClock);
  demo.start();
  onTestFinished(() => demo.stop());
  return {
    demo,
    mayEnter: overrides.mayEnter ?? ((caller) => demo.mayEnter(caller)),
    answer: overrides.answer ?? ((caller, verb, input) => demo.answer(caller, verb, input)),
    watch: overrides.watch ?? ((push) => demo.watch(push)),
  };
}

/** The media side, as the service wires it; `trusted` is a fingerprint that was confirmed before, `macs` its own. */
export async function runMediaSide(
  port: number,
  trusted?: string,
  macs: readonly string[] = [],
  kept: Pick<RouterServiceDeps, 'signal'> = {},
) {
  const folder = await makeTempFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const trust = new RouterKeyFiles({ folder: `${folder.path}/router`, logger: silentLogger });
  if (trusted !== undefined) await trust.trust(trusted);
  const shell = new SshRouterShell({
    target: { host: '127.0.0.1', port },
    privateKey: () => trust.privateKey(),
  });
  const published: ServerEvent[] = [];
  const way = { shell, trust };
  const clock = systemClock;
  const router = new RouterService({
    ...{ way, isDemo: false, clock, logger: silentLogger, random: () => 0.5, ...kept },
    events: { publish: (event) => published.push(event) },
  });
  const wifi = {
    prepared: [] as unknown[],
    macs: () => macs,
    prepare: (network: object) => Promise.resolve(void wifi.prepared.push(network)),
  };
  const handlers = routerHandlers({
    ...{ router, wifi, logger: silentLogger },
    enrolment: new EnrolmentService({ way, router, clock }),
  });
  router.start();
  onTestFinished(() => router.stop());
  return { router, handlers, trust, published, wifi, folder: folder.path };
}
