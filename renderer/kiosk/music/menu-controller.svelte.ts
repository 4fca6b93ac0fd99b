import type { MediaSubject } from '#renderer/shared/features/media-subject.ts';

/** The one menu of the screen: what it is about while it is open. */
export class MenuController {
  #subject = $state.raw<MediaSubject | undefined>();

  get subject(): MediaSubject | undefined {
    return this.#subject;
  }

  open(subject: MediaSubject): void {
    this.#subject = subject;
  }

  close(): void {
    this.#subject = undefined;
  }
}
