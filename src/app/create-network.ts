import { join } from 'node:path';

import { z } from 'zod';

import { keptSignal } from '#app/kept-signal';
import type { RouterSettings } from '#config/router-settings';
import { routerMessage, type RouterMessage } from '#contract/entities/router-message';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import { NmcliOwnWifi } from '#network/adapters/nmcli-own-wifi';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { DemoWay } from '#network/adapters/ssh/demo-way';
import { SshRouterShell } from '#network/adapters/ssh/ssh-router-shell';
import type { MessageStore, OwnWifi } from '#network/ports';
import { EnrolmentService } from '#network/enrolment/enrolment-service';
import { routerHandlers, type RouterHandlers } from '#network/router-handlers';
import { RouterService } from '#network/router-service';
import type { NoteRepository } from '#storage/state/note-repository';
import { NotesOf } from '#storage/state/notes-of';

export interface CreateNetworkDeps {
  readonly settings: RouterSettings | undefined;
  readonly isDemoWanted: boolean;
  readonly dataFolder: string;
  readonly notes: NoteRepository;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** What can wait begins after that. */
  readonly mayBegin: Promise<unknown>;
}

export interface Network {
  readonly router: RouterService;
  readonly handlers: RouterHandlers;
  readonly part: Part;
}

/** The simulated router has no hotspot to be found again. */
const NO_WIFI: OwnWifi = { macs: () => [], prepare: () => Promise.resolve() };

/** The router that the settings file names; without one a simulated router, or none at all. */
export function createNetwork(deps: CreateNetworkDeps): Network {
  const { settings, isDemoWanted, events, clock, logger, random } = deps;
  const demo = settings === undefined && isDemoWanted ? new DemoWay(clock) : undefined;
  const way = demo ?? (settings && sshWay(settings, deps));
  // Of a simulated router there is nothing to remember.
  const kept = demo === undefined ? { messages: keptMessages(deps.notes), signal: keptSignal(deps.notes, clock) } : {};
  const isDemo = demo !== undefined;
  const router = new RouterService({ way, isDemo, events, clock, logger, random, ...kept });
  const enrolment = new EnrolmentService({ way, router, clock });
  let isStopped = false;
  return {
    router,
    handlers: routerHandlers({ router, enrolment, wifi: settings ? new NmcliOwnWifi() : NO_WIFI, logger }),
    part: {
      name: 'network',
      start: () => {
        void deps.mayBegin.then(() => {
          if (!isStopped) router.start();
        });
      },
      stop: async () => {
        isStopped = true;
        await router.stop();
        demo?.stop();
      },
    },
  };
}

function sshWay(settings: RouterSettings, { dataFolder, logger }: CreateNetworkDeps) {
  const trust = new RouterKeyFiles({ folder: join(dataFolder, 'router'), logger });
  return { trust, shell: new SshRouterShell({ target: settings, privateKey: () => trust.privateKey() }) };
}

const MESSAGES = 'all';

function keptMessages(notes: NoteRepository): MessageStore {
  const kept = new NotesOf<typeof MESSAGES, RouterMessage[]>(notes, 'router messages', z.array(routerMessage));
  return {
    load: () => kept.get(MESSAGES),
    keep: (messages) => kept.keep(MESSAGES, [...messages]),
    drop: () => kept.drop(MESSAGES),
  };
}
