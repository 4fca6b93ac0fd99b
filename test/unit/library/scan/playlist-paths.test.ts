import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { pathKey } from '#library/scan/path-bytes';
import { parsePlaylist } from '#library/scan/playlist-file';
import { PlaylistPaths } from '#library/scan/playlist-paths';

const SONGS = ['Music/Björk/1 Jóga.mp3', 'Music/b.mp3', 'Lists/c.mp3', 'a%20b.mp3', 'back\\slash.mp3'];

/** What an entry in `Lists/x.m3u` means on a stick with the songs above. */
function resolve(entry: string | Buffer, songs: readonly (string | Buffer)[] = SONGS) {
  const paths = new PlaylistPaths(new Set(songs.map((song) => pathKey(Buffer.from(song)))));
  const [reference] = parsePlaylist(Buffer.from(entry), Buffer.from('x.m3u')).references;
  return reference && paths.resolve(reference, Buffer.from('Lists'))?.toString('utf8');
}

describe('an entry of a playlist', () => {
  it.each([
    ['relative to its folder', 'c.mp3', 'Lists/c.mp3'],
    ['through the folder above', '../Music/b.mp3', 'Music/b.mp3'],
    ['with backslashes', '..\\Music\\b.mp3', 'Music/b.mp3'],
    ['of a Windows drive', 'E:\\Music\\Björk\\1 Jóga.mp3', 'Music/Björk/1 Jóga.mp3'],
    ['absolute on another machine', '/home/me/stick/Music/b.mp3', 'Music/b.mp3'],
    ['a file address', 'file:///home/me/Music/Bj%C3%B6rk/1%20J%C3%B3ga.mp3', 'Music/Björk/1 Jóga.mp3'],
    ['URL-encoded', '../Music/Bj%C3%B6rk/1%20J%C3%B3ga.mp3', 'Music/Björk/1 Jóga.mp3'],
    ['with a real percent sign', '../a%20b.mp3', 'a%20b.mp3'],
    ['with a real backslash', '../back\\slash.mp3', 'back\\slash.mp3'],
    ['in other case', '../MUSIC/B.MP3', 'Music/b.mp3'],
    ['with decomposed accents', '../Music/Bjo\u0308rk/1 Jo\u0301ga.mp3', 'Music/Björk/1 Jóga.mp3'],
    ['with doubled slashes', '..//Music///b.mp3', 'Music/b.mp3'],
  ])('is found %s', (_name, entry, path) => {
    expect(resolve(entry)).toBe(path);
  });

  it('is found by its text where the list and the stick disagree about the encoding', () => {
    expect(resolve(Buffer.from('../Music/Bj\xf6rk/1 J\xf3ga.mp3', 'latin1'))).toBe('Music/Björk/1 Jóga.mp3');
  });

  it('is found by its bytes where they are no text', () => {
    const song = Buffer.from('Lists/\xff\xfe.mp3', 'latin1');
    expect(resolve(Buffer.from('\xff\xfe.mp3', 'latin1'), [song])).toBe(song.toString('utf8'));
  });

  it('counts as missing when nothing is there', () => {
    expect(resolve('lost.mp3')).toBe('Lists/lost.mp3');
  });

  it.each(['../../etc/passwd', '../../../../b.mp3', '..'])('never leaves the stick: %s', (entry) => {
    expect(resolve(entry)).toBeUndefined();
  });

  it('never leaves the stick, whatever it says', () => {
    const step = fc.constantFrom('..', '.', 'a', '%2e%2e', '/', '\\', 'C:', 'file://', 'é');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const separator of ['/', '\\']) {
          const path = resolve(steps.join(separator)) ?? '';
          expect(path.split('/')).not.toContain('..');
          expect(path.startsWith('/')).toBe(false);
        }
      }),
    );
  });
});
