import type { MountTable, MountedVolume } from '#library/ports';
import { areSameVolumes } from '#library/volumes/join-volumes';

type OnChange = Parameters<MountTable['start']>[0];

/** The sticks of a mount table, and volumes that come another way; the demo is in only while nothing else is. */
export class OtherVolumes implements MountTable {
  readonly #sticks: MountTable;
  #others: readonly MountedVolume[] = [];
  #found: Parameters<OnChange> | undefined;
  #onChange: OnChange | undefined;

  constructor(sticks: MountTable) {
    this.#sticks = sticks;
  }

  /** All of them, each time. */
  set(others: readonly MountedVolume[]): void {
    if (areSameVolumes(others, this.#others)) return;
    this.#others = others;
    this.#tell();
  }

  async start(onChange: OnChange): Promise<void> {
    this.#onChange = onChange;
    await this.#sticks.start((mounted, twice) => {
      this.#found = [mounted, twice];
      this.#tell();
    });
  }

  async stop(): Promise<void> {
    this.#onChange = undefined;
    await this.#sticks.stop();
  }

  #tell(): void {
    if (this.#found === undefined) return;
    const [mounted, twice] = this.#found;
    const sticks = this.#others.length > 0 ? mounted.filter(({ isDemo }) => !isDemo) : mounted;
    this.#onChange?.([...sticks, ...this.#others], twice);
  }
}
