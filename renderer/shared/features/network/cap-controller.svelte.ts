import type { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';
import { capRequest, type CapEntry } from '#renderer/shared/features/network/cap-request.ts';
import { words } from '#renderer/shared/i18n/words.ts';

/** What is typed of the month's data, one after another. */
export class CapController {
  readonly #router: Pick<RouterController, 'ask'>;
  readonly #refuse: () => void;
  #asked = $state<CapEntry | undefined>();

  constructor(router: Pick<RouterController, 'ask'>, refuse: () => void) {
    this.#router = router;
    this.#refuse = refuse;
  }

  get asked(): CapEntry | undefined {
    return this.#asked;
  }

  get title(): string {
    const { network, router } = words;
    const titles = { limit: router.limitTitle, used: network.correct, day: network.renewalDay };
    return this.#asked === undefined ? '' : titles[this.#asked];
  }

  ask(entry: CapEntry): void {
    this.#asked = entry;
  }

  close(): void {
    this.#asked = undefined;
  }

  async save(text: string): Promise<void> {
    const request = this.#asked && capRequest(this.#asked, text);
    this.close();
    if (request) await this.#router.ask('setCap', request);
    else this.#refuse();
  }
}
