import type { SmsCommands } from '#contract/entities/router-message';
import type { RequestOf } from '#contract/routes';
import type { RouterController } from '#renderer/shared/api/router-controller.svelte.ts';
import { words } from '#renderer/shared/i18n/words.ts';

const INTERNATIONAL = /^\+[1-9]\d{6,14}$/u;
const MOST_NUMBERS = 8;

/** Who may command the router by text message. */
export class CommandsController {
  readonly #router: Pick<RouterController, 'ask'>;
  readonly #refuse: (problem: 'international' | 'most') => void;
  #commands = $state.raw<SmsCommands | undefined>();
  #newKey = $state<string | undefined>();

  constructor(router: Pick<RouterController, 'ask'>, refuse: (problem: 'international' | 'most') => void) {
    this.#router = router;
    this.#refuse = refuse;
  }

  get commands(): SmsCommands | undefined {
    return this.#commands;
  }

  /** `0011 2233 …`, for as long as the page is open on which it was made. */
  get newKey(): string | undefined {
    return this.#newKey?.replaceAll(/(.{4})(?=.)/gu, '$1 ');
  }

  /** `Refused: 2 forged · 1 replayed · …` */
  get refused(): string {
    const { refusedForged = 0, refusedReplayed = 0, refusedNumber = 0, refusedFlood = 0 } = this.#commands ?? {};
    const { refused, refusedBy } = words.router;
    const counts = [
      [refusedForged, refusedBy.forged] as const,
      [refusedReplayed, refusedBy.replayed] as const,
      [refusedNumber, refusedBy.number] as const,
      [refusedFlood, refusedBy.flood] as const,
    ];
    return `${refused}: ${counts.map(([count, by]) => `${String(count)} ${by}`).join(' · ')}`;
  }

  async load(): Promise<void> {
    this.#commands = (await this.#router.ask('getSmsCommands', {})) ?? this.#commands;
  }

  async set(wanted: RequestOf<'setSmsCommands'>): Promise<void> {
    const answer = await this.#router.ask('setSmsCommands', wanted);
    if (!answer) return;
    this.#commands = answer;
    if (answer.key !== null) this.#newKey = answer.key;
  }

  /** In the form that its messages come with, or no message of it would ever be its. */
  async add(typed: string): Promise<void> {
    const number = typed.replaceAll(/[\s()/-]/gu, '');
    const numbers = this.#commands?.numbers ?? [];
    if (!INTERNATIONAL.test(number)) this.#refuse('international');
    else if (numbers.length >= MOST_NUMBERS) this.#refuse('most');
    else if (!numbers.includes(number)) await this.set({ numbers: [...numbers, number] });
  }

  async remove(number: string): Promise<void> {
    await this.set({ numbers: (this.#commands?.numbers ?? []).filter((one) => one !== number) });
  }
}
