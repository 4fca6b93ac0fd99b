import type { ToneSetting } from '#contract/entities/zone-setting';
import type { Logger } from '#kernel/logger';
import { clipLength, clipStretch } from '#player/adapters/mpv/clip-stretch';
import { Crossfade } from '#player/adapters/mpv/crossfade';
import { MpvRequestFailed, type MpvClient } from '#player/adapters/mpv/mpv-client';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { fadedFromMs, mpvFilters } from '#player/adapters/mpv/mpv-filters';
import type { Join } from '#player/adapters/mpv/mpv-join';
import { chaptersOf, isInterlaced, toMs } from '#player/adapters/mpv/mpv-media';
import { loadReply, type MpvEvent } from '#player/adapters/mpv/mpv-messages';
import {
  mediaOf,
  nextOf,
  openFile,
  takenOver,
  takeTracks,
  type OpenFile,
  type SaidOfLoad,
} from '#player/adapters/mpv/open-file';
import type { RunningPlay } from '#player/adapters/mpv/running-play';
import type { PcmFiles } from '#player/adapters/mpv/pcm-files';
import type { TailMaker } from '#player/adapters/mpv/tail-maker';
import type { EngineEvent, LoadRequest, NextLoad, SubtitleFile, TakeOver } from '#player/engine-port';

export interface MpvSessionDeps {
  readonly client: MpvClient;
  readonly logger: Logger;
  readonly pcm: PcmFiles | undefined;
  readonly tails: TailMaker | undefined;
  /** What a file of this machine is called where the player runs. */
  readonly addressOf: (path: Buffer) => Buffer;
  emit(event: EngineEvent): void;
}

const POLL_MS = 250;
/** mpv's word for its error code MPV_ERROR_AO_INIT_FAILED. */
const NO_OUTPUT = 'audio output initialization failed';
/** Who complains in mpv's log where an output cannot be opened: `ao/alsa`, `ao`. */
const OUTPUT_LOG = /^ao(?:\/|$)/u;

/** One life of an mpv process: commands into it, and its events in the words of the engine port. */
export class MpvSession {
  readonly #deps: MpvSessionDeps;
  /** mpv's playlist entry id to the caller's load id. */
  readonly #loadIds = new Map<number, number>();
  /** By load id: what was said of those that mpv knows. */
  readonly #loads = new Map<number, SaidOfLoad>();
  readonly #crossfade: Crossfade;
  #current: OpenFile | undefined;
  #newestLoadId: number | undefined;
  #isCoreIdle = true;
  #areTracksChosen = false;
  /** Where in its file the current one came up from silence: that filter would be silent again where it is sought back to. */
  #fadedFromMs: number | undefined;
  #tone: ToneSetting | undefined;
  #isPictureOn = false;
  /** The filters of the current file. */
  #filters = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: MpvSessionDeps) {
    this.#deps = deps;
    this.#crossfade = new Crossfade({
      tails: deps.tails,
      send: (command, onReply) => this.send(command, onReply),
      append: (next, join) => this.#append(next, join),
    });
  }

  /** Nothing is on, and nothing was asked for. */
  get isEmpty(): boolean {
    return this.#current === undefined;
  }

  start(): void {
    this.send(['request_log_messages', 'error']);
    this.send(['observe_property', 1, 'core-idle']);
    this.send(['observe_property', 2, 'duration']);
    this.send(['observe_property', 3, 'track-list']);
    this.#timer = setInterval(() => this.#readPosition(), POLL_MS);
  }

  /** In the place of `start` where mpv plays already: what it holds has these load ids from now on. */
  takeOver(play: RunningPlay, taken: TakeOver): void {
    const { loadId, nextLoadId } = taken;
    this.#loadIds.set(play.entryId, loadId);
    if (play.nextEntryId !== undefined && nextLoadId !== undefined) this.#loadIds.set(play.nextEntryId, nextLoadId);
    if (nextLoadId !== undefined) this.#loads.set(nextLoadId, nextOf(play, taken));
    this.#current = takenOver(play, taken);
    if (taken.clip === undefined && play.endMs !== undefined) this.#crossfade.takeOver(loadId, play.endMs);
    this.#isCoreIdle = play.isCoreIdle;
    this.#areTracksChosen = play.areTracksChosen;
    this.#filters = play.filters;
    this.#fadedFromMs = fadedFromMs(play.filters);
    this.start();
    this.send(['set_property', 'start', 'none']);
    this.#readMedia();
    this.#readPosition(true);
  }

  stop(): void {
    clearInterval(this.#timer);
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
    this.#forgetTracks();
    this.send(['set_property', 'pause', isPaused]);
    const atMs = startMs + (clip?.startMs ?? 0);
    this.send(['set_property', 'start', clip === undefined && startMs > 0 ? String(startMs / 1_000) : 'none']);
    this.#fadedFromMs = fadesIn ? atMs : undefined;
    this.#filters = this.#filtersOf(request, this.#fadedFromMs);
    const options = { ...(clip && clipStretch(clip, atMs)), af: this.#filters, vid: this.#vidOf(request.isFilm) };
    this.#sendLoad(loadId, request, ['loadfile', this.#deps.addressOf(path), 'replace', options]);
  }

  /** mpv's list holds the current file and the one after it, never more. */
  prepare(next: NextLoad | undefined): void {
    const join = this.#crossfade.prepared(this.#current, next);
    if (next) this.#append(next, join);
    else this.send(['playlist-clear']);
  }

  setTone(tone: ToneSetting): void {
    this.#tone = tone;
    this.#filterAgain();
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
    this.#filterAgain();
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
    this.#fadedFromMs = undefined;
    this.dropTail();
    this.send(['seek', atMs / 1_000, 'absolute+exact']);
  }

  /** Of the song before nothing is heard any more: an output that is opened again would begin with it anew. */
  dropTail(): void {
    if (this.#current) this.#crossfade.over(this.#current);
    this.#filterAgain();
  }

  setAudioTrack(index: number): void {
    const track = this.#current?.audio[index];
    if (!track) return;
    this.#areTracksChosen = true;
    this.send(['set_property', 'aid', track.mpvId]);
  }

  setSubtitleTrack(index: number | undefined): void {
    const track = index === undefined ? undefined : this.#current?.subtitles[index];
    if (index !== undefined && !track) return;
    this.#areTracksChosen = true;
    this.send(['set_property', 'sid', track?.mpvId ?? 'no']);
  }

  /** mpv turns the sound off for good where its output cannot be opened. */
  retrySound(): void {
    const current = this.#current;
    if (!current?.hasNoOutput || current.soundId === undefined) return;
    current.hasNoOutput = false;
    this.#areTracksChosen = true;
    this.send(['set_property', 'aid', current.soundId]);
  }

  addSubtitles(loadId: number, files: readonly SubtitleFile[]): void {
    const current = this.#current;
    if (current?.loadId !== loadId) return;
    for (const { path, title = '', language = '' } of files) {
      const address = this.#deps.addressOf(path);
      // A player that was taken over has them.
      if (current.subtitles.some(({ file }) => file === address.toString())) continue;
      this.send(['sub-add', address, 'auto', title, language]);
    }
  }

  receive(event: MpvEvent): void {
    switch (event.event) {
      case 'start-file':
        this.#begin(this.#loadIds.get(event.playlist_entry_id));
        return;
      case 'file-loaded':
        this.send(['set_property', 'deinterlace', false]);
        this.#readMedia();
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
        this.#change(event.name, event.data);
        return;
      case 'log-message':
        if (this.#current && OUTPUT_LOG.test(event.prefix)) this.#current.hasNoOutput = true;
        this.#deps.logger.debug({ part: event.prefix, text: event.text.trim() }, 'mpv says');
        return;
    }
  }

  #filtersOf({ gainDb, isMixed, join }: SaidOfLoad, fadesFromMs?: number): string {
    return mpvFilters({ tone: this.#tone, gainDb, isMixed, join, fadesFromMs });
  }

  #vidOf(isFilm = false): 'auto' | 'no' {
    return isFilm && this.#isPictureOn ? 'auto' : 'no';
  }

  #showCurrent(): void {
    if (this.#current) this.send(['set_property', 'vid', this.#vidOf(this.#current.isFilm)]);
  }

  /** Of what is on, where they are to be others. */
  #filterAgain(): void {
    if (!this.#current) return;
    const filters = this.#filtersOf(this.#current, this.#fadedFromMs);
    if (filters === this.#filters) return;
    this.#filters = filters;
    this.send(['set_property', 'af', filters]);
  }

  /** In the place of what followed. */
  #append(next: NextLoad, join: Join | undefined): void {
    this.send(['playlist-clear']);
    const { loadId, path, clip, isFilm } = next;
    const said = { ...next, join };
    const [af, vid] = [this.#filtersOf(said), this.#vidOf(isFilm)];
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
      this.#fadedFromMs = undefined;
      this.#filters = this.#filtersOf(current);
      this.#forgetTracks();
    }
    // Another sound, or no picture, may have been asked for since it was loaded.
    this.#filterAgain();
    if (current.isFilm) this.#showCurrent();
    this.#deps.emit({ type: 'started', loadId });
  }

  #readMedia(): void {
    const current = this.#current;
    if (!current) return;
    this.send(['get_property', 'track-list'], (list) => this.#change('track-list', list));
    this.send(['get_property', 'chapter-list'], (list) => {
      // Those of the whole file mean nothing within a stretch of it.
      current.chapters = current.clip ? [] : chaptersOf(list);
    });
    this.send(['get_property', 'duration'], (seconds) => {
      current.isOpen = true;
      this.#change('duration', seconds);
    });
  }

  #settle(): void {
    const current = this.#current;
    if (!current) return;
    // The start position is a setting of mpv for all files; the prepared one begins at its beginning.
    const hasStart = current.loadId === this.#newestLoadId && current.clip === undefined;
    if (hasStart) this.send(['set_property', 'start', 'none']);
    current.isSettled = true;
    // mpv tells that it moves a moment after it has arrived: asked, it knows.
    this.send(['get_property', 'core-idle'], (isIdle) => {
      this.#isCoreIdle = isIdle !== false;
    });
    this.#combOut();
    this.#readPosition(true);
  }

  /** A picture of two fields shows combs on a screen that draws whole frames. */
  #combOut(): void {
    this.send(['get_property', 'video-frame-info'], (info) => {
      if (isInterlaced(info)) this.send(['set_property', 'deinterlace', true]);
    });
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

  #change(name: string, data: unknown): void {
    if (name === 'core-idle') {
      this.#isCoreIdle = data !== false;
      this.#readPosition();
      return;
    }
    const current = this.#current;
    if (!current) return;
    if (name === 'duration') current.durationMs = clipLength(current.clip, toMs(data));
    if (name === 'track-list') takeTracks(current, data);
    if (!current.isOpen) return;
    this.#tellMedia(current);
    this.#tellSilence(current);
  }

  /** A song ends with its output; a film goes on. */
  #tellSilence({ loadId, audio, isSeen, hasNoOutput }: OpenFile): void {
    if (isSeen && hasNoOutput && audio.length > 0 && !audio.some(({ shown }) => shown.isSelected))
      this.#deps.emit({ type: 'silent', loadId });
  }

  #tellMedia(current: OpenFile): void {
    const media = mediaOf(current);
    const told = JSON.stringify(media);
    if (told === current.told) return;
    current.told = told;
    this.#deps.emit({ type: 'media', loadId: current.loadId, ...media });
  }

  #readPosition(hasJustSettled = false): void {
    const current = this.#current;
    if (!current?.isSettled) return;
    this.send(['get_property', 'time-pos'], (seconds) => {
      const atMs = toMs(seconds);
      const positionMs = atMs === undefined ? undefined : Math.max(0, atMs - (current.clip?.startMs ?? 0));
      if (positionMs === undefined || this.#current !== current || !current.isSettled) return;
      if (atMs !== undefined && this.#crossfade.look(current, atMs)) this.dropTail();
      const isMoving = !this.#isCoreIdle;
      this.#deps.emit({ type: 'position', loadId: current.loadId, positionMs, isMoving, isSettled: hasJustSettled });
    });
  }

  /** A choice of sound or subtitles is for one film. */
  #forgetTracks(): void {
    if (!this.#areTracksChosen) return;
    this.#areTracksChosen = false;
    this.send(['set_property', 'aid', 'auto']);
    this.send(['set_property', 'sid', 'auto']);
  }
}

type LoadCommand = Extract<MpvCommand, readonly ['loadfile', ...unknown[]]>;
