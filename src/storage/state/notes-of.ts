import type { z } from 'zod';

import type { NoteRepository } from '#storage/state/note-repository';

/** The notes of one topic, as what they mean; one that does not fit (an older version, damage) counts as none. */
export class NotesOf<Id extends string, Content> {
  readonly #notes: NoteRepository;
  readonly #topic: string;
  readonly #schema: z.ZodType<Content>;

  constructor(notes: NoteRepository, topic: string, schema: z.ZodType<Content>) {
    this.#notes = notes;
    this.#topic = topic;
    this.#schema = schema;
  }

  get(id: Id): Content | undefined {
    const text = this.#notes.get(this.#topic, id);
    return text === undefined ? undefined : this.#schema.safeParse(parseJson(text)).data;
  }

  keep(id: Id, content: Content): void {
    this.#notes.keep(this.#topic, id, JSON.stringify(content));
  }

  drop(id: Id): void {
    this.#notes.drop(this.#topic, id);
  }

  /** The one that was kept last comes first. */
  newest(): readonly Id[] {
    return this.#notes.idsOf(this.#topic) as readonly Id[];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
