import { describe, expect, it } from 'vitest';

import { isSpoken, isSpokenFolder, type SpokenFacts } from '#kernel/is-spoken';

const SONG: SpokenFacts = {
  ...{ kind: 'track', path: 'Rock/a.mp3', durationMs: 240_000, genres: 'Rock' },
  isMarked: undefined,
};

describe('isSpoken', () => {
  it.each([
    ['a song', {}, false],
    ['a song of which nothing is known', { durationMs: null, genres: null }, false],
    ['a little less than 20 minutes', { durationMs: 1_199_999 }, false],
    ['a long recording', { durationMs: 1_200_000 }, true],
    ['a short chapter of a book', { durationMs: null, path: 'Book/1.M4B' }, true],
    ['a film', { kind: 'video', durationMs: 6_000_000, path: 'Audiobooks/a.mkv' }, false],
    ['by its genre', { genres: 'Audiobook' }, true],
    ['by one of its genres', { genres: 'Fantasy; Books & Spoken' }, true],
    ['by its German genre', { genres: 'Hörspiel' }, true],
    ['by the genre of ID3', { genres: 'Speech' }, true],
    ['by the name of a folder above', { path: 'Hörbücher/Krimi/1/01.mp3' }, true],
    ['in a folder that somebody marked', { isMarked: true }, true],
    ['in a folder of books that somebody calls music', { path: 'Audiobooks/a.mp3', isMarked: false }, false],
    ['by its genre, whatever its folder', { genres: 'Podcast', isMarked: false }, true],
    ['by its file name alone', { path: 'Rock/Audiobook.mp3' }, false],
  ] as const)('%s: %o: %s', (_name, facts, expected) => {
    expect(isSpoken({ ...SONG, ...facts })).toBe(expected);
  });
});

describe('isSpokenFolder', () => {
  it.each([
    ['Audiobooks', true],
    ['My Audio Books/Stephen Fry', true],
    ['audio_books', true],
    ['Hoerbuecher', true],
    ['Hörbücher'.normalize('NFD'), true],
    ['HÖRBUCH Kinder', true],
    ['Hörspiele', true],
    ['Podcasts', true],
    ['Spoken Word', true],
    ['', false],
    ['Music/Bookends', false],
    ['Speech Debelle', false],
    ['Podcasting Band', false],
  ])('%s: %s', (path, expected) => {
    expect(isSpokenFolder(path)).toBe(expected);
  });
});
