import type { StoredNote } from '#storage/state/state-protocol';
import type { WriteQueue } from '#storage/state/write-queue';

/** Small things to remember by topic and id, as text; in memory, and on the card as soon as it has time. */
export class NoteRepository {
  readonly #writes: WriteQueue;
  readonly #topics = new Map<string, Map<string, StoredNote>>();
  #lastPosition = 0;

  constructor(notes: readonly StoredNote[], writes: WriteQueue) {
    this.#writes = writes;
    for (const note of notes.toSorted((one, other) => one.position - other.position)) this.#put(note);
  }

  get(topic: string, id: string): string | undefined {
    return this.#topics.get(topic)?.get(id)?.content;
  }

  /** The one that was kept last comes first. */
  idsOf(topic: string): readonly string[] {
    return [...(this.#topics.get(topic)?.keys() ?? [])].reverse();
  }

  keep(topic: string, id: string, content: string): void {
    const note = { topic, id, content, position: this.#lastPosition + 1 };
    this.#put(note);
    this.#writes.later(keyOf(topic, id), () => ({ kind: 'note', note }));
  }

  drop(topic: string, id: string): void {
    if (this.#topics.get(topic)?.delete(id) !== true) return;
    this.#writes.later(keyOf(topic, id), () => ({ kind: 'no note', topic, id }));
  }

  #put(note: StoredNote): void {
    const notes = this.#topics.get(note.topic) ?? new Map<string, StoredNote>();
    this.#topics.set(note.topic, notes);
    // A Map keeps the place of a key that it has already.
    notes.delete(note.id);
    notes.set(note.id, note);
    this.#lastPosition = Math.max(this.#lastPosition, note.position);
  }
}

function keyOf(topic: string, id: string): string {
  return `note ${topic} ${id}`;
}
