import type { Zone } from '#contract/entities/zone';
import { playSourceOf, type PlaySource } from '#contract/requests';
import type { HandlersOf } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import { withLimit } from '#kernel/lifecycle';
import { NothingToPlay } from '#player/errors';
import type { PlayableCatalog, PlayLog } from '#player/ports';
import { createQueue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { ensureUsable, whenHeard } from '#player/zones/answer';
import { isOneItem, itemsFor, planPlay } from '#player/zones/play-plan';
import { sendToZone } from '#player/zones/send-to-zone';
import type { ZonePlayer } from '#player/zones/zone-player';
import type { ZoneService } from '#player/zones/zone-service';

export type ZoneRoute =
  | ('listZones' | 'getZone' | 'play' | 'pause' | 'resume' | 'toggle' | 'stop' | 'next' | 'previous' | 'nextFolder')
  | ('previousFolder' | 'seek' | 'setVolume' | 'setMute' | 'setShuffle' | 'setRepeat' | 'setSpeed' | 'setAudioTrack')
  | ('setSubtitleTrack' | 'listQueue' | 'addToQueue' | 'moveInQueue' | 'removeFromQueue' | 'clearQueue' | 'send')
  | ('playEntry' | 'setSleep')
  | 'testZone';

export interface ZoneHandlersDeps {
  readonly zones: ZoneService;
  readonly catalog: PlayableCatalog;
  readonly random: RandomSource;
  readonly plays: Pick<PlayLog, 'resumeMs' | 'touchedAt'>;
}

/** Routes answer within 2 s. */
const TEST_LIMIT_MS = 1_800;

/** What answers the zones' routes; each answers with the zone as it is afterwards. */
export function zoneHandlers({ zones, catalog, random, plays }: ZoneHandlersDeps): HandlersOf<ZoneRoute> {
  /** For commands that make no sound by themselves; they are kept for a player that is away. */
  const change = (id: Parameters<ZoneService['player']>[0], command: (player: ZonePlayer) => void): Zone => {
    const player = zones.player(id);
    player.sleep.touched();
    command(player);
    return player.view();
  };
  /** For commands that want to be heard. */
  const sound = (id: Parameters<ZoneService['player']>[0], command: (player: ZonePlayer) => void): Zone =>
    change(id, (player) => {
      ensureUsable(player);
      command(player);
    });
  const context = (player: ZonePlayer) => ({
    ...{ catalog, random, plays },
    admission: player.admission,
  });

  return {
    listZones: () => zones.list(),
    getZone: ({ id }) => zones.player(id).view(),
    async play({ id, startAt, shuffle, fromStart = false, ...body }) {
      const player = zones.player(id);
      player.sleep.touched();
      ensureUsable(player);
      const source = sourceOf(body);
      const { shuffle: wasShuffled, repeat } = player.queue;
      // What is on may be of the book that goes on: where it is counts too.
      player.flush();
      const plan = planPlay({ source, startAt, shuffle, wasShuffled, fromStart }, context(player));
      const modes = { shuffle: plan.shuffle, repeat };
      player.entries.play(createQueue(plan.items, plan.startIndex, modes, random), fromStart ? 0 : undefined);
      return whenHeard(player);
    },
    pause: ({ id }) => change(id, (player) => player.transport.pause()),
    resume: ({ id }) => sound(id, (player) => player.transport.resume()),
    toggle: ({ id }) => sound(id, (player) => player.transport.toggle()),
    stop: ({ id }) => change(id, (player) => player.transport.halt()),
    next: ({ id }) => sound(id, (player) => player.entries.next()),
    previous: ({ id }) => sound(id, (player) => player.entries.previous()),
    nextFolder: ({ id }) => sound(id, (player) => player.entries.nextFolder()),
    previousFolder: ({ id }) => sound(id, (player) => player.entries.previousFolder()),
    seek: ({ id, positionMs }) => change(id, (player) => player.transport.seek(positionMs)),
    setVolume: ({ id, percent }) => change(id, (player) => player.setSound({ volumePercent: percent })),
    setMute: ({ id, isMuted }) => change(id, (player) => player.setSound({ isMuted })),
    setShuffle: ({ id, isOn }) => change(id, (player) => player.entries.setShuffle(isOn)),
    setRepeat: ({ id, mode }) => change(id, (player) => player.entries.setRepeat(mode)),
    setSpeed: ({ id, factor }) => change(id, (player) => player.setSound({ speed: factor })),
    setAudioTrack: ({ id, index }) => change(id, (player) => player.tracks.chooseAudio(index)),
    setSubtitleTrack: ({ id, index }) => change(id, (player) => player.tracks.chooseSubtitle(index)),
    setSleep: ({ id, until, minutes }) => change(id, (player) => player.sleep.set(until, minutes)),
    listQueue: ({ id, ...request }) => zones.player(id).entries.queuePage(request),
    addToQueue: ({ id, where, ...body }) =>
      change(id, (player) => {
        const source = sourceOf(body);
        const { items, startIndex } = catalog.resolve(source);
        const start = items[startIndex];
        // A song stands for itself here, not for the album around it.
        const wanted = start && isOneItem(source, start, catalog) ? [start] : items;
        player.entries.add(itemsFor(wanted, context(player)), where);
      }),
    moveInQueue: ({ id, entryId, index }) => change(id, (player) => player.entries.move(entryId, index)),
    playEntry: ({ id, entryId }) => sound(id, (player) => player.entries.playEntry(entryId)),
    removeFromQueue: ({ id, entryId }) => change(id, (player) => player.entries.remove(entryId)),
    clearQueue: ({ id }) => change(id, (player) => player.entries.clear()),
    async testZone({ id, what }) {
      const player = zones.player(id);
      ensureUsable(player);
      // One that is slow is heard a moment later.
      await withLimit(player.test(what), TEST_LIMIT_MS, 'Nothing came out').catch((error: unknown) => {
        if (error instanceof AppError) throw error;
      });
      return player.view();
    },
    send: ({ id, toZoneId }) => sendToZone(zones.player(id), zones.player(toZoneId)),
  };
}

function sourceOf(body: Parameters<typeof playSourceOf>[0]): PlaySource {
  const source = playSourceOf(body);
  if (!source) throw new NothingToPlay();
  return source;
}
