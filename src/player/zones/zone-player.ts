import type { TrackId, VolumeId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Zone } from '#contract/entities/zone';
import { heardTone } from '#contract/zone-outlets';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { Crossfader } from '#player/crossfade/crossfader';
import type { FileProbe, PlayerEngine } from '#player/engine-port';
import { NothingToPlay, ZoneOffline } from '#player/errors';
import { FilmTracks } from '#player/film/film-tracks';
import { BookPace } from '#player/heard/book-pace';
import { Leveller } from '#player/loudness/leveller';
import type {
  BookSpeeds,
  DuckMemory,
  FavouriteLookup,
  FilmChoiceStore,
  ItemMove,
  ItemRef,
  PlayableCatalog,
  PlayLog,
  SleepMemory,
  StoredPosition,
  StoredSound,
  SubtitleFiles,
  ZoneStateStore,
} from '#player/ports';
import { currentEntry, EMPTY_QUEUE, restoreQueue, type Queue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { Admission, type AdmissionSource } from '#player/zones/admission';
import { describeItems } from '#player/zones/describe-item';
import type { DetourChoice } from '#player/zones/detour';
import { Interlude } from '#player/zones/interlude';
import type { OutletChoice } from '#player/zones/outlet';
import { Playback } from '#player/zones/playback';
import { QueueDesk } from '#player/zones/queue-desk';
import { SleepTimer } from '#player/zones/sleep-timer';
import { SoundDesk } from '#player/zones/sound-desk';
import { StickPulse } from '#player/zones/stick-pulse';
import { StateWriter } from '#player/zones/state-writer';
import { ZoneNews } from '#player/zones/zone-news';
import { ZoneNotices } from '#player/zones/zone-notices';
import { zoneView } from '#player/zones/zone-view';

export interface ZonePlayerDeps extends DetourChoice, AdmissionSource, OutletChoice {
  readonly setting: ZoneSetting;
  readonly engine: PlayerEngine;
  readonly catalog: PlayableCatalog;
  readonly state: ZoneStateStore;
  readonly favourites: FavouriteLookup;
  readonly plays: PlayLog;
  readonly filmChoices: FilmChoiceStore;
  readonly subtitles: SubtitleFiles;
  readonly events: EventSink;
  readonly notices: NoticeBoard;
  readonly probe: FileProbe;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: RandomSource;
  readonly testMedia: TestMedia;
  /** Whether songs are to be equally loud, asked at each use. */
  loudness(): LoudnessSetting;
  /** For how long songs are faded into each other, asked at each use; never unless told. */
  crossfadeSeconds?(): number;
  /** Without one, a service that dies while something is said leaves its music quieter. */
  readonly ducks?: DuckMemory;
  readonly sleeps: SleepMemory;
  readonly bookSpeeds: BookSpeeds;
}

/** Files of ours that show whether a zone sounds and shows; absolute paths. */
export type TestMedia = Readonly<Record<'tone' | 'picture', string>>;

/** With the delay of the write, a power cut loses no more than 5 s of the position. */
const SAVE_POSITION_MS = 4_500;

/** One place in the car: a queue, its sound, and what of it survives. */
export class ZonePlayer {
  readonly #deps: ZonePlayerDeps;
  readonly #playback: Playback;
  /** What it may play. */
  readonly admission: Admission;
  /** When it falls silent by itself. */
  readonly sleep: SleepTimer;
  /** What is done with its queue. */
  readonly entries: QueueDesk;
  readonly #tracks: FilmTracks;
  readonly #writer: StateWriter;
  readonly #news: ZoneNews;
  readonly sound: SoundDesk;
  readonly #pace: BookPace;
  readonly #pulse: StickPulse;
  readonly #interlude: Interlude;
  #setting: ZoneSetting;
  /** Silenced from outside: paused to everybody, playing to the next start. */
  #isSuspended = false;
  #isResuming = false;
  #saveTimer: NodeJS.Timeout | undefined;

  constructor(given: ZonePlayerDeps) {
    this.#interlude = new Interlude(given.engine);
    const deps = { ...given, engine: this.#interlude };
    const { setting, notices, state, events } = deps;
    this.#deps = deps;
    this.#setting = setting;
    this.#pace = new BookPace({ ...deps, speeds: deps.bookSpeeds });
    this.admission = new Admission({ ...deps, setting: () => this.#setting });
    this.#playback = new Playback({
      ...deps,
      notices: new ZoneNotices(notices, setting.id),
      admission: this.admission,
      leveller: new Leveller(deps),
      crossfader: new Crossfader(deps),
      onChanged: (what) => {
        if (this.#playback.status !== 'paused') this.#isSuspended = false;
        this.#setPace();
        if (what !== 'zone') this.#writer.mark('position');
        if (what === 'queue') this.#queueChanged();
        this.sleep.note();
        this.#news.zone();
      },
      onMedia: () => {
        this.#tracks.mediaChanged();
        this.sleep.note();
      },
      onTakenOver: ({ volumePercent }) => {
        this.sound.takeOver(volumePercent);
        this.#setPace();
        this.#writer.mark('position');
        this.#news.zone();
      },
    });
    this.sound = new SoundDesk({ zoneId: setting.id, outlet: this.#playback.deck.outlet, ducks: deps.ducks });
    this.sleep = new SleepTimer({
      ...{ clock: deps.clock, deck: this.#playback.deck, zoneId: setting.id, memory: deps.sleeps },
      fade: (db) => this.sound.fade(db),
      entryId: () => currentEntry(this.queue)?.entryId,
      setLast: (isLast) => this.#playback.setLast(isLast),
      isLast: () => this.#playback.isLast,
      onDue: () => this.pause(),
      onChanged: () => this.#news.zone(),
    });
    this.#tracks = new FilmTracks({ ...deps, deck: this.#playback.deck, choices: deps.filmChoices });
    this.entries = new QueueDesk({
      ...deps,
      playback: this.#playback,
      refuseBarred: (entry) => this.#refuseBarred(entry),
      onChanged: () => this.#queueChanged(),
    });
    this.#pulse = new StickPulse({
      probe: deps.probe,
      item: () => (this.#playback.status === 'playing' ? this.#playback.deck.item : undefined),
      onGone: () => this.#playback.deviceGone(),
    });
    this.#news = new ZoneNews({ zoneId: setting.id, events, view: () => this.view() });
    this.#writer = new StateWriter(setting.id, state, {
      queue: () => this.#playback.left?.queue ?? this.#playback.queue,
      position: () => this.#position(),
      sound: () => this.sound.chosen,
      heard: () => {
        if (this.#playback.writeHeard()) events.publish({ type: 'plays.changed' });
      },
    });
  }

  get setting(): ZoneSetting {
    return this.#setting;
  }

  get playback(): Playback {
    return this.#playback;
  }

  get queue(): Queue {
    return this.#playback.queue;
  }

  /**
   * Brings back what was kept, then starts the player; playing on only where `resumes`. Whoever starts the music, it is not
   * louder than `ceilingPercent` until somebody turns it up.
   * Resolves when it is known whether a player that runs was taken over: until then what is shown is what was kept.
   * Where nothing is to play on, a new player waits for `mayBegin`.
   */
  start(resumes: boolean, ceilingPercent = 100, mayBegin?: Promise<unknown>): Promise<void> {
    const stored = this.#deps.state.load(this.#setting.id);
    const deck = this.#playback.deck;
    this.sound.restore(stored.sound, this.#setting.maxVolumePercent);
    if (stored.queue ?? stored.sound) this.sound.limit(ceilingPercent);
    this.#pace.restore(this.sound.chosen.speed);
    deck.outlet.setAudioDevice(this.#setting.audioDevice ?? undefined);
    deck.outlet.setScreen(this.#setting.screen);
    deck.outlet.setTone(heardTone(this.#setting));
    deck.outlet.setPicture(this.admission.picture);
    const queue = stored.queue ? restoreQueue(stored.queue, stored.position?.index ?? 0) : EMPTY_QUEUE;
    const { positionMs = 0, isPlaying = false } = stored.position ?? {};
    this.#playback.kept.begin(queue, positionMs, positionMs > 0 || isPlaying ? 'paused' : 'stopped');
    this.#isResuming = isPlaying && resumes;
    if (this.#isResuming) this.#playback.kept.playOn();
    this.sleep.restore(this.#isResuming);
    this.#saveTimer = setInterval(() => {
      if (this.#playback.status === 'playing') this.#writer.mark('position');
    }, SAVE_POSITION_MS);
    this.#pulse.start();
    return this.#playback.start(this.#isResuming ? undefined : mayBegin);
  }

  /** Resolves when what plays on by itself since the start is heard, or something else was asked for. */
  async resumed(): Promise<void> {
    if (this.#isResuming && !(this.#playback.status === 'playing' && this.#playback.deck.isHeard)) {
      await this.#playback.settled();
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#saveTimer);
    this.sleep.stop();
    this.#pulse.stop();
    this.#writer.mark('position');
    this.#writer.flush();
    this.#news.stop();
    await this.#playback.stop();
  }

  view(): Zone {
    const entry = currentEntry(this.queue);
    const [item] = entry ? describeItems(this.#deps.catalog, [entry]) : [];
    const isFavourite = item?.kind === 'track' && this.#deps.favourites.has(item.id as TrackId);
    const parts = { setting: this.#setting, playback: this.#playback, sound: this.sound.heard };
    return zoneView({ ...parts, admission: this.admission, sleep: this.sleep.view, item, isFavourite });
  }

  pause(): void {
    if (this.#isSuspended) {
      this.#isSuspended = false;
      this.#writer.mark('position');
    }
    this.#playback.pause();
  }

  /** Silent until `playOn`; a command of the user takes its place. */
  suspend(): void {
    const { status } = this.#playback;
    if (status !== 'playing' && status !== 'waiting') return;
    this.#isSuspended = true;
    this.#playback.silence.begin();
  }

  playOn(): void {
    if (this.#isSuspended) this.#playback.silence.end();
  }

  /** Writes at once, and the position again: the player says only a moment after a pause where it really stopped. */
  flush(): void {
    this.#writer.mark('position');
    this.#writer.flush();
    this.#writer.mark('position');
  }

  resume(): void {
    const entry = currentEntry(this.queue);
    if (!entry) throw new NothingToPlay();
    this.#refuseBarred(entry);
    this.#playback.resume();
  }

  toggle(): void {
    const { status } = this.#playback;
    if (status === 'playing' || status === 'waiting') this.pause();
    else this.resume();
  }

  halt(): void {
    this.#playback.halt();
  }

  seek(positionMs: number): void {
    if (this.queue.index === undefined) throw new NothingToPlay();
    this.#playback.seek(positionMs);
  }

  /** Lets it sound or show for some seconds; what is on goes on afterwards, where it was. Resolves once it comes out. */
  async test(what: keyof TestMedia): Promise<void> {
    const { id } = this.#setting;
    const refusal = what === 'picture' ? this.admission.filmRefusal() : undefined;
    if (refusal) throw refusal;
    const outcome = await this.#interlude.play(Buffer.from(this.#deps.testMedia[what]), what === 'picture');
    if (outcome === 'no_output') throw new ZoneOffline(id, 'No sound output works');
    if (outcome === 'unplayable') throw new ZoneOffline(id, 'The player cannot play its own test');
    if (outcome === 'over' && !this.#playback.deck.isReady) throw new ZoneOffline(id, 'The player is being started');
  }

  /** A speed is that of the book that is on; of anything else, until something else is on. */
  setSound(change: Partial<StoredSound>): void {
    if (change.speed !== undefined) this.#pace.choose(currentEntry(this.queue), change.speed);
    this.sound.change(change);
    this.#writer.mark('sound');
    this.sleep.note();
    this.#news.zone();
  }

  setAudioTrack(index: number): void {
    this.#tracks.chooseAudio(index);
  }

  setSubtitleTrack(index: number | null): void {
    this.#tracks.chooseSubtitle(index);
  }

  follow(moves: readonly ItemMove[]): void {
    this.#playback.follow(moves);
  }

  volumeAttached(id: VolumeId): void {
    this.#playback.volumeAttached(id);
    this.#itemsChanged();
  }

  volumeDetached(id: VolumeId): void {
    this.#playback.volumeDetached(id);
    this.#itemsChanged();
  }

  catalogChanged(): void {
    this.#playback.refresh();
    this.#itemsChanged();
  }

  /** The car stands, or may move; or parents have changed their mind. */
  admissionChanged(): void {
    this.entries.keepOnly((entry) => this.admission.isForThem(entry));
    this.#playback.admissionChanged();
    this.#itemsChanged();
  }

  favouritesChanged(): void {
    this.#news.zone();
  }

  /** Name and output of sound, while it plays. */
  applySetting(setting: ZoneSetting): void {
    const isOtherDevice = setting.audioDevice !== this.#setting.audioDevice;
    this.#setting = setting;
    if (isOtherDevice) this.#playback.deck.outlet.setAudioDevice(setting.audioDevice ?? undefined);
    this.sound.hold(setting.maxVolumePercent);
    this.#playback.deck.outlet.setScreen(setting.screen);
    this.#playback.deck.outlet.setTone(heardTone(setting));
    this.admissionChanged();
    this.#news.zone();
  }

  /** How loud songs are to be, or how they go over into each other, is different: at once. */
  relevel(): void {
    this.#playback.deck.relevel();
  }

  /** What is on may be of another book. */
  #setPace(): void {
    if (this.sound.pace(this.#pace.speedWith(currentEntry(this.queue)))) this.#writer.mark('sound');
  }

  #refuseBarred(entry: ItemRef | undefined): void {
    const refusal = entry && this.admission.refusal(entry);
    if (refusal) throw refusal;
  }

  #queueChanged(): void {
    this.#writer.mark('queue', 'position');
    this.#news.queue();
    this.#news.zone();
  }

  /** What the entries are called, or which of them are in, may be different. */
  #itemsChanged(): void {
    if (this.queue.entries.length > 0) this.#news.queue();
  }

  /** What waits for its stick is what the next start finds, whatever plays meanwhile. */
  #position(): StoredPosition {
    const { status, deck, queue, left } = this.#playback;
    if (left) return { index: left.queue.index ?? 0, positionMs: left.positionMs, isPlaying: true };
    const isPlaying = status === 'playing' || status === 'waiting' || this.#isSuspended;
    return { index: queue.index ?? 0, positionMs: deck.positionMs, isPlaying };
  }
}
