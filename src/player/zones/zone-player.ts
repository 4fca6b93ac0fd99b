import type { TrackId, VolumeId } from '#contract/entities/ids';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Zone } from '#contract/entities/zone';
import { heardTone } from '#contract/zone-outlets';
import { Crossfader } from '#player/crossfade/crossfader';
import type { HeldPlay } from '#player/engine-port';
import { ZoneOffline } from '#player/errors';
import { FilmTracks } from '#player/film/film-tracks';
import { BookPace } from '#player/heard/book-pace';
import { Leveller } from '#player/loudness/leveller';
import type { ItemMove, ItemRef, StoredSound } from '#player/ports';
import { currentEntry, EMPTY_QUEUE, restoreQueue, type Queue } from '#player/queue/queue';
import { Admission } from '#player/zones/admission';
import { describeItems } from '#player/zones/describe-item';
import { Interlude } from '#player/zones/interlude';
import { KeptState } from '#player/zones/kept-state';
import { Playback } from '#player/zones/playback';
import { QueueDesk } from '#player/zones/queue-desk';
import { SleepTimer } from '#player/zones/sleep-timer';
import { SoundDesk } from '#player/zones/sound-desk';
import { StateWriter } from '#player/zones/state-writer';
import { StickPulse } from '#player/zones/stick-pulse';
import { TransportDesk } from '#player/zones/transport-desk';
import { ZoneNews } from '#player/zones/zone-news';
import { ZoneNotices } from '#player/zones/zone-notices';
import type { TestMedia, ZonePlayerDeps } from '#player/zones/zone-player-deps';
import { zoneView } from '#player/zones/zone-view';

/** One place in the car: a queue, its sound, and what of it survives. */
export class ZonePlayer {
  readonly playback: Playback;
  /** What it may play. */
  readonly admission: Admission;
  /** When it falls silent by itself. */
  readonly sleep: SleepTimer;
  /** What is done with its queue. */
  readonly entries: QueueDesk;
  /** What is done with what is on. */
  readonly transport: TransportDesk;
  readonly tracks: FilmTracks;
  readonly sound: SoundDesk;
  readonly #deps: ZonePlayerDeps;
  readonly #writer: StateWriter;
  readonly #news: ZoneNews;
  readonly #pace: BookPace;
  readonly #pulse: StickPulse;
  readonly #interlude: Interlude;
  #setting: ZoneSetting;
  #isResuming = false;

  constructor(given: ZonePlayerDeps) {
    this.#interlude = new Interlude(given.engine);
    const deps = { ...given, engine: this.#interlude };
    const { setting, state, events } = deps;
    this.#deps = deps;
    this.#setting = setting;
    this.#pace = new BookPace({ ...deps, speeds: deps.bookSpeeds });
    this.admission = new Admission({ ...deps, setting: () => this.#setting });
    this.playback = this.#createPlayback();
    const { playback } = this;
    const refuseBarred = (entry: ItemRef | undefined) => this.#refuseBarred(entry);
    this.transport = new TransportDesk({ playback, refuseBarred, onChanged: () => this.#writer.mark('position') });
    this.entries = new QueueDesk({ ...deps, playback, refuseBarred, onChanged: () => this.#queueChanged() });
    this.sound = new SoundDesk({ zoneId: setting.id, outlet: playback.deck.outlet, ducks: deps.ducks });
    this.sleep = this.#createSleepTimer();
    this.tracks = new FilmTracks({ ...deps, deck: playback.deck, choices: deps.filmChoices });
    this.#pulse = new StickPulse({
      probe: deps.probe,
      item: () => (playback.status === 'playing' ? playback.deck.item : undefined),
      onGone: () => playback.deviceGone(),
    });
    this.#news = new ZoneNews({ zoneId: setting.id, events, view: () => this.view() });
    const onHeard = () => events.publish({ type: 'plays.changed' });
    const kept = new KeptState({ playback, sound: this.sound, transport: this.transport, onHeard });
    this.#writer = new StateWriter(setting.id, state, kept);
  }

  get setting(): ZoneSetting {
    return this.#setting;
  }

  get queue(): Queue {
    return this.playback.queue;
  }

  /**
   * Brings back what was kept, then starts the player; playing on only where `resumes`. Whoever starts the music, it is not
   * louder than `ceilingPercent` until somebody turns it up.
   * Resolves when it is known whether a player that runs was taken over: until then what is shown is what was kept.
   * Where nothing is to play on, a new player waits for `mayBegin`.
   */
  start(resumes: boolean, ceilingPercent = 100, mayBegin?: Promise<unknown>): Promise<void> {
    const stored = this.#deps.state.load(this.#setting.id);
    const deck = this.playback.deck;
    this.sound.restore(stored.sound, this.#setting.maxVolumePercent);
    if (stored.queue ?? stored.sound) this.sound.limit(ceilingPercent);
    this.#pace.restore(this.sound.chosen.speed);
    deck.outlet.setAudioDevice(this.#setting.audioDevice ?? undefined);
    deck.outlet.setScreen(this.#setting.screen);
    deck.outlet.setTone(heardTone(this.#setting));
    deck.outlet.setPicture(this.admission.picture);
    const queue = stored.queue ? restoreQueue(stored.queue, stored.position?.index ?? 0) : EMPTY_QUEUE;
    const { positionMs = 0, isPlaying = false } = stored.position ?? {};
    this.playback.kept.begin(queue, positionMs, positionMs > 0 || isPlaying ? 'paused' : 'stopped');
    this.#isResuming = isPlaying && resumes;
    if (this.#isResuming) this.playback.kept.playOn();
    this.sleep.restore(this.#isResuming);
    this.#writer.start();
    this.#pulse.start();
    return this.playback.start(this.#isResuming ? undefined : mayBegin);
  }

  /** Resolves when what plays on by itself since the start is heard, or something else was asked for. */
  async resumed(): Promise<void> {
    if (this.#isResuming && !(this.playback.status === 'playing' && this.playback.deck.isHeard)) {
      await this.playback.settled();
    }
  }

  async stop(): Promise<void> {
    this.sleep.stop();
    this.#pulse.stop();
    this.#writer.stop();
    this.#news.stop();
    await this.playback.stop();
  }

  view(): Zone {
    const entry = currentEntry(this.queue);
    const [item] = entry ? describeItems(this.#deps.catalog, [entry]) : [];
    const isFavourite = item?.kind === 'track' && this.#deps.favourites.has(item.id as TrackId);
    const parts = { setting: this.#setting, playback: this.playback, sound: this.sound.heard };
    return zoneView({ ...parts, admission: this.admission, sleep: this.sleep.view, item, isFavourite });
  }

  /** Writes at once, and the position again: the player says only a moment after a pause where it really stopped. */
  flush(): void {
    this.#writer.mark('position');
    this.#writer.flush();
    this.#writer.mark('position');
  }

  /** Lets it sound or show for some seconds; what is on goes on afterwards, where it was. Resolves once it comes out. */
  async test(what: keyof TestMedia): Promise<void> {
    const { id } = this.#setting;
    const refusal = what === 'picture' ? this.admission.filmRefusal() : undefined;
    if (refusal) throw refusal;
    const outcome = await this.#interlude.play(Buffer.from(this.#deps.testMedia[what]), what === 'picture');
    if (outcome === 'no_output') throw new ZoneOffline(id, 'No sound output works');
    if (outcome === 'unplayable') throw new ZoneOffline(id, 'The player cannot play its own test');
    if (outcome === 'over' && !this.playback.deck.isReady) throw new ZoneOffline(id, 'The player is being started');
  }

  /** A speed is that of the book that is on; of anything else, until something else is on. */
  setSound(change: Partial<StoredSound>): void {
    if (change.speed !== undefined) this.#pace.choose(currentEntry(this.queue), change.speed);
    this.sound.change(change);
    this.#writer.mark('sound');
    this.sleep.note();
    this.#news.zone();
  }

  follow(moves: readonly ItemMove[]): void {
    this.playback.follow(moves);
  }

  volumeAttached(id: VolumeId): void {
    this.playback.volumeAttached(id);
    this.#itemsChanged();
  }

  volumeDetached(id: VolumeId): void {
    this.playback.volumeDetached(id);
    this.#itemsChanged();
  }

  catalogChanged(): void {
    this.playback.refresh();
    this.#itemsChanged();
  }

  /** The car stands, or may move; or parents have changed their mind. */
  admissionChanged(): void {
    this.entries.keepOnly((entry) => this.admission.isForThem(entry));
    this.playback.admissionChanged();
    this.#itemsChanged();
  }

  favouritesChanged(): void {
    this.#news.zone();
  }

  /** Name and output of sound, while it plays. */
  applySetting(setting: ZoneSetting): void {
    const isOtherDevice = setting.audioDevice !== this.#setting.audioDevice;
    this.#setting = setting;
    if (isOtherDevice) this.playback.deck.outlet.setAudioDevice(setting.audioDevice ?? undefined);
    this.sound.hold(setting.maxVolumePercent);
    this.playback.deck.outlet.setScreen(setting.screen);
    this.playback.deck.outlet.setTone(heardTone(setting));
    this.admissionChanged();
    this.#news.zone();
  }

  /** How loud songs are to be, or how they go over into each other, is different: at once. */
  relevel(): void {
    this.playback.deck.relevel();
  }

  #createPlayback(): Playback {
    const deps = this.#deps;
    return new Playback({
      ...deps,
      notices: new ZoneNotices(deps.notices, deps.setting.id),
      admission: this.admission,
      leveller: new Leveller(deps),
      crossfader: new Crossfader(deps),
      onChanged: (what) => this.#playbackChanged(what),
      onMedia: () => {
        this.tracks.mediaChanged();
        this.sleep.note();
      },
      onTakenOver: (held) => this.#takenOver(held),
    });
  }

  #createSleepTimer(): SleepTimer {
    const { clock, setting, sleeps } = this.#deps;
    return new SleepTimer({
      ...{ clock, deck: this.playback.deck, zoneId: setting.id, memory: sleeps },
      fade: (db) => this.sound.fade(db),
      entryId: () => currentEntry(this.queue)?.entryId,
      setLast: (isLast) => this.playback.setLast(isLast),
      isLast: () => this.playback.isLast,
      onDue: () => this.transport.pause(),
      onChanged: () => this.#news.zone(),
    });
  }

  #playbackChanged(what: 'zone' | 'position' | 'queue'): void {
    this.transport.note();
    this.#setPace();
    if (what !== 'zone') this.#writer.mark('position');
    if (what === 'queue') this.#queueChanged();
    this.sleep.note();
    this.#news.zone();
  }

  #takenOver({ volumePercent }: HeldPlay): void {
    this.sound.takeOver(volumePercent);
    this.#setPace();
    this.#writer.mark('position');
    this.#news.zone();
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
}
