import { describe, expect, it } from 'vitest';

import { parsePlaylist } from '#library/scan/playlist-file';

function texts(content: string | Buffer, name = 'Road trip.m3u') {
  return parsePlaylist(Buffer.from(content), Buffer.from(name)).references.map(({ text }) => text);
}

describe('a playlist file', () => {
  it('is named by itself, else by its file', () => {
    expect(parsePlaylist(Buffer.from('#EXTM3U\n#PLAYLIST: Sunny  days\n'), Buffer.from('x.m3u')).name).toBe(
      'Sunny days',
    );
    expect(parsePlaylist(Buffer.from('a.mp3'), Buffer.from('Road trip.m3u8')).name).toBe('Road trip');
  });

  it.each([
    ['LF', 'a.mp3\nb.mp3\n'],
    ['CRLF', 'a.mp3\r\nb.mp3\r\n'],
    ['CR', 'a.mp3\rb.mp3'],
    ['a byte order mark', '\uFEFFa.mp3\nb.mp3'],
    ['comments and blanks', '#EXTM3U\n#EXTINF:3,x\n  a.mp3 \n\n\tb.mp3'],
    ['UTF-16', Buffer.from('\uFEFFa.mp3\r\nb.mp3', 'utf16le')],
  ])('is read with %s', (_name, content) => {
    expect(texts(content)).toEqual(['a.mp3', 'b.mp3']);
  });

  it('is Latin-1 where it is not UTF-8, and keeps the bytes', () => {
    const bytes = Buffer.from('caf\xe9.mp3', 'latin1');
    expect(parsePlaylist(bytes, Buffer.from('x.m3u')).references).toEqual([{ bytes, text: 'café.mp3' }]);
  });

  it('is read as XSPF: addresses with escapes and entities, a name of its own, and no network', () => {
    const xml = `<?xml version="1.0"?><playlist><title>Sun &amp; Rain</title><trackList>
      <track><location>A/B%20C%26D.mp3</location><title>Not this</title></track>
      <track><location>file:///media/x/E&#38;F.mp3</location></track>
      <track><location>G&amp;100%.mp3</location></track>
      <track><location>https://example.org/a.mp3</location></track></trackList></playlist>`;
    expect(texts(xml, 'x.xspf')).toEqual(['A/B C&D.mp3', '/media/x/E&F.mp3', 'G&100%.mp3']);
    expect(parsePlaylist(Buffer.from(xml), Buffer.from('x.xspf')).name).toBe('Sun & Rain');
    expect(texts('<location>'.repeat(50_000), 'x.xspf')).toEqual([]);
  });

  it('names nothing but files', () => {
    expect(texts('http://x/a.mp3\nav://lavfi:sine\nedl://x\nrtsp:x\nfile:///Music/a%20b.mp3\nC:\\b.mp3\n')).toEqual([
      '/Music/a b.mp3',
      'C:\\b.mp3',
    ]);
  });

  it('leaves out what holds a NUL', () => {
    expect(texts('a\0b.mp3\nc.mp3\nfile:///a%00.mp3')).toEqual(['c.mp3']);
  });

  it('may be a PLS', () => {
    expect(texts('[playlist]\r\nFile1=a.mp3\r\nTitle1=A\r\nfile2 = b.mp3\r\nNumberOfEntries=2\r\n', 'x.PLS')).toEqual([
      'a.mp3',
      'b.mp3',
    ]);
  });

  it('has 10,000 entries at most', () => {
    expect(texts('a.mp3\n'.repeat(20_000))).toHaveLength(10_000);
  });
});
