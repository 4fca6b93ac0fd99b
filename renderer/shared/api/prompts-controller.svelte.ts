import type { ApiClient } from '#contract/client';
import type { Prompt } from '#contract/entities/prompt';
import type { Feed } from '#renderer/shared/api/event-feed.svelte.ts';

export interface PromptsControllerDeps {
  readonly client: ApiClient;
  readonly feed: Feed;
  fail(error: unknown): void;
}

/** What is said into the music now. */
export class PromptsController {
  readonly #deps: PromptsControllerDeps;
  #list = $state.raw<readonly Prompt[]>([]);

  constructor(deps: PromptsControllerDeps) {
    this.#deps = deps;
  }

  /** The most urgent one of those that sound. */
  get playing(): Prompt | undefined {
    return this.#list.find(({ isPlaying }) => isPlaying);
  }

  async silence(id: string): Promise<void> {
    try {
      this.#list = await this.#deps.client.call('silencePrompt', { id });
    } catch (error) {
      this.#deps.fail(error);
    }
  }

  connect(): () => void {
    return this.#deps.feed.subscribe({
      onSnapshot: ({ prompts }) => {
        this.#list = prompts;
      },
      onEvent: (event) => {
        if (event.type === 'prompts.changed') this.#list = event.prompts;
      },
    });
  }
}
