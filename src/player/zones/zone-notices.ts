import type { VolumeId, ZoneId } from '#contract/entities/ids';
import type { NoticeBoard } from '#kernel/notice-board';
import type { ItemRef } from '#player/ports';

/** What a zone has to tell the driver. */
export class ZoneNotices {
  readonly #board: NoticeBoard;
  readonly #zoneId: ZoneId;

  constructor(board: NoticeBoard, zoneId: ZoneId) {
    this.#board = board;
    this.#zoneId = zoneId;
  }

  /** What of `entries` lies on it waits; `meanwhile` is the label of the stick that plays until it is back. */
  stickRemoved(volumeId: VolumeId, entries: readonly ItemRef[], meanwhile?: string): void {
    const waiting = entries.filter((entry) => entry.volumeId === volumeId);
    const noun = waiting.every(({ kind }) => kind === 'video') ? 'film' : 'song';
    const what = waiting.length === 1 ? `1 ${noun} waits` : `${String(waiting.length)} ${noun}s wait`;
    const other = meanwhile === undefined ? '' : `. ${shortened(meanwhile)} plays meanwhile`;
    const message = `Stick removed, ${what} for it${other}`;
    this.#board.post({ code: 'volume_removed', level: 'warning', message, zoneId: this.#zoneId, volumeId });
  }

  filmStopped(): void {
    const message = 'The film has stopped: none is shown while the car moves';
    this.#board.post({ code: 'film_stopped', level: 'info', message, zoneId: this.#zoneId });
  }

  filmMayShow(): void {
    this.#board.clear('film_stopped', { zoneId: this.#zoneId });
  }

  screenMissing(): void {
    const message = 'The screen of this zone is not there';
    this.#board.post({ code: 'screen_missing', level: 'warning', message, zoneId: this.#zoneId });
  }

  screenFound(): void {
    this.#board.clear('screen_missing', { zoneId: this.#zoneId });
  }

  filmSilent(): void {
    const message = 'The film plays without sound: its sound output does not work';
    this.#board.post({ code: 'film_silent', level: 'warning', message, zoneId: this.#zoneId });
  }

  filmHeard(): void {
    this.#board.clear('film_silent', { zoneId: this.#zoneId });
  }

  waitIsOver(): void {
    this.#board.clear('volume_removed', { zoneId: this.#zoneId });
  }

  threeUnplayable(): void {
    const message = 'Three songs in a row could not be played, so the music has stopped';
    this.#board.post({ code: 'three_unplayable', level: 'error', message, zoneId: this.#zoneId });
  }

  /** Something is heard. */
  plays(): void {
    this.#board.clear('three_unplayable', { zoneId: this.#zoneId });
  }

  playerMissing(problem: string): void {
    this.#board.post({ code: 'player_missing', level: 'error', message: problem, zoneId: this.#zoneId });
  }

  playerFound(): void {
    this.#board.clear('player_missing', { zoneId: this.#zoneId });
  }

  playerRestarted(): void {
    const message = 'The player had to be started again';
    this.#board.post({ code: 'player_restarted', level: 'info', message, zoneId: this.#zoneId });
  }

  playerIsSteady(): void {
    this.#board.clear('player_restarted', { zoneId: this.#zoneId });
  }
}

/** The label of a stick may be as long as its file system allows. */
function shortened(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
}

const LONGEST_LABEL = 20;
