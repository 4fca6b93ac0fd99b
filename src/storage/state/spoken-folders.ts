import { z } from 'zod';

import type { FolderId } from '#contract/entities/ids';
import type { SpokenMarks } from '#library/ports';
import type { NoteRepository } from '#storage/state/note-repository';
import { NotesOf } from '#storage/state/notes-of';

/** What listeners said of folders: that what lies in them is spoken, or that it is not. */
export class SpokenFolders implements SpokenMarks {
  readonly #notes: NotesOf<FolderId, boolean>;

  constructor(notes: NoteRepository) {
    this.#notes = new NotesOf(notes, 'spoken folder', z.boolean());
  }

  of(id: FolderId): boolean | undefined {
    return this.#notes.get(id);
  }

  keep(id: FolderId, isSpoken: boolean): void {
    this.#notes.keep(id, isSpoken);
  }

  drop(id: FolderId): void {
    this.#notes.drop(id);
  }
}
