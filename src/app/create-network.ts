import { join } from 'node:path';

import { z } from 'zod';

import { keptSignal } from '#app/kept-signal';
import type { RouterSettings } from '#config/router-settings';
import { routerMessage, type RouterMessage } from '#contract/entities/router-message';
import type { Clock } from '#kernel/clock';
import type { EventBus } from '#kernel/event-bus';
import type { Part } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { NmcliOwnWifi } from '#network/adapters/nmcli-own-wifi';
import { RouterKeyFiles } from '#network/adapters/router-key-files';
import { SshfsMounter } from '#network/adapters/sshfs-mounter';
import { DemoWay } from '#network/adapters/ssh/demo-way';
import { SshRouterShell } from '#network/adapters/ssh/ssh-router-shell';
import type { MessageStore, OwnWifi } from '#network/ports';
import { RouterFiles, type RouterFilesDeps } from '#network/files/router-files';
import { EnrolmentService } from '#network/enrolment/enrolment-service';
import { routerHandlers, type RouterHandlers } from '#network/router-handlers';
import { RouterService } from '#network/router-service';
import { UsageNotices } from '#network/usage/usage-notices';
import type { NoteRepository } from '#storage/state/note-repository';
import { NotesOf } from '#storage/state/notes-of';

export interface CreateNetworkDeps {
  readonly settings: RouterSettings | undefined;
  readonly isDemoWanted: boolean;
  readonly dataFolder: string;
  readonly notes: NoteRepository;
  readonly events: EventBus;
  readonly notices: NoticeBoard;
  readonly files: RouterFilesWish;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** What can wait begins after that. */
  readonly mayBegin: Promise<unknown>;
}

export interface RouterFilesWish extends Pick<RouterFilesDeps, 'isWanted' | 'onChange'> {
  /** 0700 */
  readonly runtimeFolder: string;
  /** Gives back its undo. */
  onWish(listener: () => void): () => void;
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
  const files = settings && routerFiles(settings, deps);
  const undo: (() => void)[] = [];
  let isStopped = false;
  return {
    router,
    handlers: routerHandlers({ router, enrolment, wifi: settings ? new NmcliOwnWifi() : NO_WIFI, logger }),
    part: {
      name: 'network',
      start: () => {
        if (files) undo.push(...follow(files, deps));
        const usage = new UsageNotices(deps.notices);
        undo.push(
          events.subscribe((event) => {
            if (event.type === 'router.changed') usage.look(event.router);
          }),
        );
        void deps.mayBegin.then(() => {
          if (!isStopped) router.start();
        });
      },
      stop: async () => {
        isStopped = true;
        for (const end of undo) end();
        await Promise.all([router.stop(), files?.stop()]);
        demo?.stop();
      },
    },
  };
}

function sshWay(settings: RouterSettings, { dataFolder, logger }: CreateNetworkDeps) {
  const trust = new RouterKeyFiles({ folder: join(dataFolder, 'router'), logger });
  return { trust, shell: new SshRouterShell({ target: settings, privateKey: () => trust.privateKey() }) };
}

function routerFiles(settings: RouterSettings, { dataFolder, files, notices, logger }: CreateNetworkDeps): RouterFiles {
  const { isWanted, onChange, runtimeFolder } = files;
  const keyFile = join(dataFolder, 'router', 'key');
  const mounter = new SshfsMounter({ target: settings, keyFile, runtimeFolder });
  return new RouterFiles({ mounter, isWanted, onChange, notices, logger: logger.child({ part: 'router files' }) });
}

function follow(routersFiles: RouterFiles, { events, files }: CreateNetworkDeps): (() => void)[] {
  return [
    events.subscribe((event) => {
      if (event.type === 'router.changed') routersFiles.look(event.router);
    }),
    files.onWish(() => routersFiles.update()),
  ];
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
