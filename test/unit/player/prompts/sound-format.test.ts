import { expect, it } from 'vitest';

import { soundFormatOf } from '#player/prompts/sound-format';

it.each([
  ['RIFF\x24\0\0\0WAVEfmt ', 'wav'],
  ['OggS\0\x02', 'ogg'],
  ['fLaC\0', 'flac'],
  ['ID3\x04', 'mp3'],
  ['\xff\xfb\x90\x64', 'mp3'],
])('knows %j', (text, format) => {
  expect(soundFormatOf(Buffer.from(text, 'latin1'))).toBe(format);
});

it.each([
  '',
  '#EXTM3U\n/etc/passwd\n',
  '#EXTM3U\n#EXT-X-VERSION:3\n',
  'ffconcat version 1.0\nfile /etc/passwd\n',
  '# mpv EDL v0\n/etc/passwd\n',
  'FILE "a.wav" WAVE\n',
  '[playlist]\nFile1=/etc/passwd\n',
  'av://lavfi:sine',
  'RIFF\x24\0\0\0AVI LIST',
  '\xff\xff\xff\xff',
  '<?xml version="1.0"?>',
])('refuses %j', (text) => {
  expect(soundFormatOf(Buffer.from(text, 'latin1'))).toBeUndefined();
});
