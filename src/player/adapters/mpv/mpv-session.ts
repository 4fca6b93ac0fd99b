import type { ToneSetting } from '#contract/entities/zone-setting';
import type { Logger } from '#kernel/logger';
import { clipLength, clipStretch } from '#player/adapters/mpv/clip-stretch';
import { MpvRequestFailed, type MpvClient } from '#player/adapters/mpv/mpv-client';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { fadedFromMs, mpvFilters } from '#player/adapters/mpv/mpv-filters';
import { chaptersOf, isInterlaced, toMs, tracksOf, type MpvTrack } from '#player/adapters/mpv/mpv-media';
import { loadReply, type MpvEvent } from '#player/adapters/mpv/mpv-messages';
import { openFile, type OpenFile, type SaidOfLoad } from '#player/adapters/mpv/open-file';
import type { RunningPlay } from '#player/adapters/mpv/running-play';
import type { PcmFiles } from '#player/adapters/mpv/pcm-files';
import type { EngineEvent, LoadRequest, NextLoad, SubtitleFile, TakeOver } from '#player/engine-port';

export interface MpvSessionDeps {
  readonly client: MpvClient;
  readonly logger: Logger;
  readonly pcm: PcmFiles | undefined;
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
    const { loadId, nextLoadId, clip, gainDb, isFilm } = taken;
    this.#loadIds.set(play.entryId, loadId);
    if (play.nextEntryId !== undefined && nextLoadId !== undefined) this.#loadIds.set(play.nextEntryId, nextLoadId);
    const next = { clip: taken.nextClip, gainDb: taken.nextGainDb, isFilm: taken.isNextFilm };
    if (nextLoadId !== undefined) this.#loads.set(nextLoadId, next);
    // Nobody turns all sound off: where none is on, an earlier service was told why.
    this.#current = { ...openFile(loadId, { clip, gainDb, isFilm }), isSettled: true, hasNoOutput: true };
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
    this.#current = undefined;
  }

  /** Replies are not waited for: what comes of a command comes as events, and a dead mpv as the end of the session. */
  send(command: MpvCommand, onReply?: (data: unknown) => void): void {
    this.#deps.client.request(command, onReply).catch((error: unknown) => {
      const reason = error instanceof MpvRequestFailed ? error.reason : error;
      if (reason !== 'closed') this.#deps.logger.debug({ command: command[0], reason }, 'mpv refused a command');
    });
  }

  load({ loadId, path, clip, gainDb, isFilm, startMs, isPaused, fadesIn }: LoadRequest): void {
    this.#newestLoadId = loadId;
    this.#forgetTracks();
    this.send(['set_property', 'pause', isPaused]);
    const atMs = startMs + (clip?.startMs ?? 0);
    this.send(['set_property', 'start', clip === undefined && startMs > 0 ? String(startMs / 1_000) : 'none']);
    this.#fadedFromMs = fadesIn ? atMs : undefined;
    this.#filters = this.#filtersOf(gainDb, this.#fadedFromMs);
    const options = { ...(clip && clipStretch(clip, atMs)), af: this.#filters, vid: this.#vidOf(isFilm) };
    this.#sendLoad({ loadId, clip, gainDb, isFilm }, ['loadfile', this.#deps.addressOf(path), 'replace', options]);
  }

  /** mpv's list holds the current file and the one after it, never more. */
  prepare(next: NextLoad | undefined): void {
    this.send(['playlist-clear']);
    if (!next) return;
    const { path, clip, gainDb, isFilm } = next;
    const vid = this.#vidOf(isFilm);
    const options = { ...(clip && clipStretch(clip, clip.startMs)), af: this.#filtersOf(gainDb), vid };
    this.#sendLoad(next, ['loadfile', this.#deps.addressOf(path), 'append-play', options]);
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
    this.send(['stop']);
  }

  seek(positionMs: number): void {
    if (this.#current) this.#current.isSettled = false;
    this.#fadedFromMs = undefined;
    this.#filterAgain();
    const atMs = positionMs + (this.#current?.clip?.startMs ?? 0);
    this.send(['seek', atMs / 1_000, 'absolute+exact']);
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

  #filtersOf(gainDb: number | undefined, fadesFromMs?: number): string {
    return mpvFilters({ tone: this.#tone, gainDb, fadesFromMs });
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
    const filters = this.#filtersOf(this.#current.gainDb, this.#fadedFromMs);
    if (filters === this.#filters) return;
    this.#filters = filters;
    this.send(['set_property', 'af', filters]);
  }

  #sendLoad({ loadId, clip, gainDb, isFilm }: Omit<NextLoad, 'path'>, command: LoadCommand): void {
    this.#loads.set(loadId, { clip, gainDb, isFilm });
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
      this.#fadedFromMs = undefined;
      this.#filters = this.#filtersOf(current.gainDb);
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
    if (this.#current?.loadId === loadId) this.#current = undefined;
    if (event.reason === 'stop' || event.reason === 'quit') return;
    if (event.reason === 'eof') {
      this.#deps.emit({ type: 'ended', loadId, reason: 'eof' });
      return;
    }
    const reason = event.file_error === NO_OUTPUT ? 'no_output' : 'unplayable';
    this.#deps.emit({ type: 'ended', loadId, reason });
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
    if (name === 'track-list') {
      current.audio = tracksOf('audio', data);
      current.subtitles = tracksOf('sub', data);
      current.soundId = current.audio.find(isSelected)?.mpvId ?? current.soundId ?? current.audio[0]?.mpvId;
      current.isSeen = tracksOf('video', data).some(isSelected);
    }
    if (!current.isOpen) return;
    this.#tellMedia(current);
    this.#tellSilence(current);
  }

  /** A song ends with its output; a film goes on. */
  #tellSilence({ loadId, audio, isSeen, hasNoOutput }: OpenFile): void {
    if (isSeen && hasNoOutput && audio.length > 0 && !audio.some(isSelected))
      this.#deps.emit({ type: 'silent', loadId });
  }

  #tellMedia(current: OpenFile): void {
    const media = {
      durationMs: current.durationMs,
      audioTracks: current.audio.map((track) => track.shown),
      subtitleTracks: current.subtitles.map((track) => track.shown),
      chapters: current.chapters,
    };
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

function isSelected({ shown }: MpvTrack): boolean {
  return shown.isSelected;
}
