import type { ToneSetting } from '#contract/entities/zone-setting';
import type { Logger } from '#kernel/logger';
import { ChosenTracks } from '#player/adapters/mpv/chosen-tracks';
import { clipStretch } from '#player/adapters/mpv/clip-stretch';
import { Crossfade } from '#player/adapters/mpv/crossfade';
import { FileWatch } from '#player/adapters/mpv/file-watch';
import { FilterChain } from '#player/adapters/mpv/filter-chain';
import { MpvRequestFailed, type MpvClient } from '#player/adapters/mpv/mpv-client';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import type { Join } from '#player/adapters/mpv/mpv-join';
import { loadReply, type MpvEvent } from '#player/adapters/mpv/mpv-messages';
import { nextOf, openFile, takenOver, type OpenFile, type SaidOfLoad } from '#player/adapters/mpv/open-file';
import type { RunningPlay } from '#player/adapters/mpv/running-play';
import type { PcmFiles } from '#player/adapters/mpv/pcm-files';
import type { TailMaker } from '#player/adapters/mpv/tail-maker';
import type { EngineEvent, LoadRequest, NextLoad, TakeOver } from '#player/engine-port';

export interface MpvSessionDeps {
  readonly client: MpvClient;
  readonly logger: Logger;
  readonly pcm: PcmFiles | undefined;
  readonly tails: TailMaker | undefined;
  /** What a file of this machine is called where the player runs. */
  readonly addressOf: (path: Buffer) => Buffer;
  emit(event: EngineEvent): void;
}

/** mpv's word for its error code MPV_ERROR_AO_INIT_FAILED. */
const NO_OUTPUT = 'audio output initialization failed';
/** Who complains in mpv's log where an output cannot be opened: `ao/alsa`, `ao`. */
const OUTPUT_LOG = /^ao(?:\/|$)/u;

/** One life of an mpv process: commands into it, and its events in the words of the engine port. */
export class MpvSession {
  readonly tracks: ChosenTracks;
  readonly #deps: MpvSessionDeps;
  /** mpv's playlist entry id to the caller's load id. */
  readonly #loadIds = new Map<number, number>();
  /** By load id: what was said of those that mpv knows. */
  readonly #loads = new Map<number, SaidOfLoad>();
  readonly #crossfade: Crossfade;
  readonly #filters: FilterChain;
  readonly #watch: FileWatch;
  #current: OpenFile | undefined;
  #newestLoadId: number | undefined;
  #isPictureOn = false;

  constructor(deps: MpvSessionDeps) {
    this.#deps = deps;
    const send: MpvSession['send'] = (command, onReply) => this.send(command, onReply);
    const current = () => this.#current;
    this.#crossfade = new Crossfade({ tails: deps.tails, send, append: (next, join) => this.#append(next, join) });
    this.tracks = new ChosenTracks({ send, current, addressOf: deps.addressOf });
    this.#filters = new FilterChain({ send, current });
    this.#watch = new FileWatch({
      ...{ send, current },
      emit: (event) => deps.emit(event),
      onAt: (file, atMs) => {
        if (this.#crossfade.look(file, atMs)) this.dropTail();
      },
    });
  }

  /** Nothing is on, and nothing was asked for. */
  get isEmpty(): boolean {
    return this.#current === undefined;
  }

  start(): void {
    this.send(['request_log_messages', 'error']);
    this.#watch.start();
  }

  /** In the place of `start` where mpv plays already: what it holds has these load ids from now on. */
  takeOver(play: RunningPlay, taken: TakeOver): void {
    const { loadId, nextLoadId } = taken;
    this.#loadIds.set(play.entryId, loadId);
    if (play.nextEntryId !== undefined && nextLoadId !== undefined) this.#loadIds.set(play.nextEntryId, nextLoadId);
    if (nextLoadId !== undefined) this.#loads.set(nextLoadId, nextOf(play, taken));
    this.#current = takenOver(play, taken);
    if (taken.clip === undefined && play.endMs !== undefined) this.#crossfade.takeOver(loadId, play.endMs);
    this.tracks.takeOver(play.areTracksChosen);
    this.#filters.takeOver(play.filters);
    this.start();
    this.send(['set_property', 'start', 'none']);
    this.#watch.takeOver(play.isCoreIdle);
  }

  stop(): void {
    this.#watch.stop();
    this.#crossfade.stop();
    this.#current = undefined;
  }

  /** Replies are not waited for: what comes of a command comes as events, and a dead mpv as the end of the session. */
  send(command: MpvCommand, onReply?: (data: unknown) => void): void {
    this.#deps.client.request(command, onReply).catch((error: unknown) => {
      const reason = error instanceof MpvRequestFailed ? error.reason : error;
      if (reason !== 'closed') this.#deps.logger.debug({ command: command[0], reason }, 'mpv refused a command');
    });
  }

  load({ startMs, isPaused, fadesIn, ...request }: LoadRequest): void {
    const { loadId, path, clip } = request;
    this.#newestLoadId = loadId;
    this.#crossfade.begun();
    this.tracks.forget();
    this.send(['set_property', 'pause', isPaused]);
    const atMs = startMs + (clip?.startMs ?? 0);
    this.send(['set_property', 'start', clip === undefined && startMs > 0 ? String(startMs / 1_000) : 'none']);
    const af = this.#filters.load(request, fadesIn ? atMs : undefined);
    const options = { ...(clip && clipStretch(clip, atMs)), af, vid: this.#vidOf(request.isFilm) };
    this.#sendLoad(loadId, request, ['loadfile', this.#deps.addressOf(path), 'replace', options]);
  }

  /** mpv's list holds the current file and the one after it, never more. */
  prepare(next: NextLoad | undefined): void {
    const join = this.#crossfade.prepared(this.#current, next);
    if (next) this.#append(next, join);
    else this.send(['playlist-clear']);
  }

  setTone(tone: ToneSetting): void {
    this.#filters.setTone(tone);
  }

  /** Of films alone: the picture that a song may bring is never seen. */
  setPicture(isOn: boolean): void {
    this.#isPictureOn = isOn;
    this.#showCurrent();
  }

  setGain(loadId: number, gainDb: number | undefined): void {
    const load = this.#loads.get(loadId);
    if (load) this.#loads.set(loadId, { ...load, gainDb });
    if (this.#current?.loadId !== loadId) return;
    this.#current.gainDb = gainDb;
    this.#filters.tell();
  }

  unload(): void {
    this.#newestLoadId = undefined;
    this.#current = undefined;
    this.#crossfade.begun();
    this.send(['stop']);
  }

  seek(positionMs: number): void {
    const atMs = positionMs + (this.#current?.clip?.startMs ?? 0);
    if (this.#current) {
      this.#current.isSettled = false;
      this.#crossfade.soughtTo(this.#current, atMs);
    }
    this.#filters.dropFade();
    this.dropTail();
    this.send(['seek', atMs / 1_000, 'absolute+exact']);
  }

  /** Of the song before nothing is heard any more: an output that is opened again would begin with it anew. */
  dropTail(): void {
    if (this.#current) this.#crossfade.over(this.#current);
    this.#filters.tell();
  }

  receive(event: MpvEvent): void {
    switch (event.event) {
      case 'start-file':
        this.#begin(this.#loadIds.get(event.playlist_entry_id));
        return;
      case 'file-loaded':
        this.send(['set_property', 'deinterlace', false]);
        this.#watch.opened();
        return;
      case 'seek':
        if (this.#current) this.#current.isSettled = false;
        return;
      case 'playback-restart':
        this.#settle();
        return;
      case 'end-file':
        this.#end(event);
        return;
      case 'property-change':
        this.#watch.changed(event.name, event.data);
        return;
      case 'log-message':
        if (OUTPUT_LOG.test(event.prefix)) this.#watch.outputFailed();
        this.#deps.logger.debug({ part: event.prefix, text: event.text.trim() }, 'mpv says');
        return;
    }
  }

  #vidOf(isFilm = false): 'auto' | 'no' {
    return isFilm && this.#isPictureOn ? 'auto' : 'no';
  }

  #showCurrent(): void {
    if (this.#current) this.send(['set_property', 'vid', this.#vidOf(this.#current.isFilm)]);
  }

  /** In the place of what followed. */
  #append(next: NextLoad, join: Join | undefined): void {
    this.send(['playlist-clear']);
    const { loadId, path, clip, isFilm } = next;
    const said = { ...next, join };
    const [af, vid] = [this.#filters.of(said), this.#vidOf(isFilm)];
    const options = { ...(clip && clipStretch(clip, clip.startMs)), af, vid };
    this.#sendLoad(loadId, said, ['loadfile', this.#deps.addressOf(path), 'append-play', options]);
  }

  #sendLoad(loadId: number, said: SaidOfLoad, command: LoadCommand): void {
    this.#loads.set(loadId, said);
    // Taken only when the output is opened; it is closed when mpv had nothing to play, and would overwrite its last file.
    if (this.#deps.pcm) this.send(['set_property', 'ao-pcm-file', this.#deps.pcm.next()]);
    this.send(command, (data) => {
      const reply = loadReply.safeParse(data);
      if (reply.success) this.#loadIds.set(reply.data.playlist_entry_id, loadId);
    });
  }

  #begin(loadId: number | undefined): void {
    this.#current = undefined;
    if (loadId === undefined) return;
    const current = openFile(loadId, this.#loads.get(loadId));
    this.#current = current;
    if (loadId !== this.#newestLoadId) {
      this.#crossfade.begun();
      this.#filters.followed(current);
      this.tracks.forget();
    }
    // Another sound, or no picture, may have been asked for since it was loaded.
    this.#filters.tell();
    if (current.isFilm) this.#showCurrent();
    this.#deps.emit({ type: 'started', loadId });
  }

  #settle(): void {
    const current = this.#current;
    if (!current) return;
    // The start position is a setting of mpv for all files; the prepared one begins at its beginning.
    const hasStart = current.loadId === this.#newestLoadId && current.clip === undefined;
    if (hasStart) this.send(['set_property', 'start', 'none']);
    this.#watch.settled(current);
  }

  #end(event: Extract<MpvEvent, { event: 'end-file' }>): void {
    const loadId = this.#loadIds.get(event.playlist_entry_id);
    this.#loadIds.delete(event.playlist_entry_id);
    if (loadId === undefined) return;
    this.#loads.delete(loadId);
    const endMs = this.#current && this.#crossfade.endOf(this.#current);
    if (this.#current?.loadId === loadId) this.#current = undefined;
    if (event.reason === 'stop' || event.reason === 'quit') return;
    const failure = event.file_error === NO_OUTPUT ? 'no_output' : 'unplayable';
    this.#deps.emit({ type: 'ended', loadId, reason: event.reason === 'eof' ? 'eof' : failure, endMs });
  }
}

type LoadCommand = Extract<MpvCommand, readonly ['loadfile', ...unknown[]]>;
