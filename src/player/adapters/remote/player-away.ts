import { MpvNotFound } from '#player/adapters/mpv/mpv-process';

/** The other Pi is not there, or not as it should be; it may be at any moment. */
export class PlayerAway extends MpvNotFound {
  override readonly words: string;
  override readonly retryMs = 1_000;
  override readonly isAway = true;

  constructor(words: string, options?: ErrorOptions) {
    super(words, options);
    this.words = words;
  }
}
