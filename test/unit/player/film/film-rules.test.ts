import { expect, it } from 'vitest';

import type { MediaTrack } from '#contract/entities/zone';
import { languageCode } from '#player/film/language-code';
import { episodeSubtitleName, looseSubtitleName, subtitleName } from '#player/film/subtitle-name';
import { decodeSubtitles, subtitleFormatOf } from '#player/film/subtitle-text';
import { wishedTrack } from '#player/film/track-choice';

function tracks(...list: readonly (readonly [string | null, string | null])[]): MediaTrack[] {
  return list.map(([language, title], index) => ({ index, language, title, codec: null, isSelected: index === 0 }));
}

it.each([
  [{ language: 'ger', title: 'Kommentar' }, 2],
  [{ language: 'ger', title: 'Anders' }, 1],
  [{ language: null, title: 'Directors' }, 3],
  [{ language: null, title: 'None' }, undefined],
  [{ language: 'fre', title: null }, undefined],
  [{ language: 'de', title: 'Kommentar' }, 2],
  [{ language: 'deu', title: null }, 1],
  [{ language: 'en-GB', title: null }, 0],
  ['off', null],
  [undefined, undefined],
] as const)('finds for the wish %j track %s', (wish, index) => {
  const list = tracks(['eng', null], ['ger', 'Film'], ['ger', 'Kommentar'], [null, 'Directors']);
  expect(wishedTrack(wish, list)).toBe(index);
});

it.each([
  ['Film.srt', undefined, undefined],
  ['film.EN.srt', 'en', undefined],
  ['Film.de.forced.ass', 'de', 'forced'],
  ['Film - Directors cut.vtt', undefined, 'Directors cut'],
  ['Film.sdh.pl.srt', 'pl', 'sdh'],
  ['Film.cc.German.srt', 'de', 'cc'],
  ['Film (German).srt', 'de', undefined],
  ['Film[forced][en].srt', 'en', 'forced'],
  ['Film-de.srt', 'de', undefined],
  ['Film.pt-BR.srt', 'pt', undefined],
  ['Film - This is it.srt', undefined, 'This is it'],
])('reads %s as subtitles of Film.mkv', (file, language, title) => {
  expect(subtitleName(file, 'Film.mkv')).toEqual({ language, title });
});

it.each(['Film2.srt', 'Other.srt', 'Film.mkv', 'Film.txt'])('takes %s for none of Film.mkv', (file) => {
  expect(subtitleName(file, 'Film.mkv')).toBeUndefined();
});

it.each([
  ['Show.S01E02.srt', undefined, undefined],
  ['show.s01e02.German.srt', 'de', undefined],
  ['Show - 1x02 - This Is It.srt', undefined, undefined],
  ['Show.S01E02.The.Is.Man.en.forced.srt', 'en', 'forced'],
  ['S01E02 (French).srt', 'fr', undefined],
])('reads %s as subtitles of the same episode', (file, language, title) => {
  expect(episodeSubtitleName(file, 'Show.S01E02.720p.WEB.mkv', '/media/STICK/Show')).toEqual({ language, title });
});

it.each(['Show.S01E03.srt', 'Other.S01E02.srt', 'Show.srt', 'Show.S01E02.txt'])(
  'takes %s for none of an episode',
  (file) => {
    expect(episodeSubtitleName(file, 'Show.S01E02.720p.WEB.mkv', '/media/STICK')).toBeUndefined();
  },
);

it.each([
  ['2_English.srt', 'en', undefined],
  ['12_Brazilian_pt.srt', 'pt', 'Brazilian'],
  ['forced.ass', undefined, 'forced'],
])('reads %s as subtitles of a lone film', (file, language, title) => {
  expect(looseSubtitleName(file)).toEqual({ language, title });
});

it.each([
  ['de', 'de'],
  ['GER', 'de'],
  ['deu', 'de'],
  ['de-AT', 'de'],
  ['Deutsch', 'de'],
  ['fre', 'fr'],
  ['chi', 'zh'],
  ['sdh', undefined],
  ['cc', undefined],
  ['forced', undefined],
  ['', undefined],
])('folds %j to the language %s', (word, code) => {
  expect(languageCode(word)).toBe(code);
});

const CUE = '1\r\n00:00:01,000 --> 00:00:02,000\r\nSchön\r\n';

it.each([
  ['UTF-8', Buffer.from(CUE), undefined, 'Schön'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${CUE}`), undefined, 'Schön'],
  ['Latin-1', Buffer.from(CUE, 'latin1'), undefined, 'Schön'],
  ['UTF-16', Buffer.from(`\ufeff${CUE}`, 'utf16le'), undefined, 'Schön'],
  ['CP1251 by its name', Buffer.from([0xcf, 0xf0, 0xe8]), 'ru', 'При'],
])('reads %s', (_what, bytes, language, words) => {
  expect(decodeSubtitles(bytes, language)).toContain(words);
});

it.each([
  [CUE, 'srt'],
  [`\n${CUE}`, 'srt'],
  ['WEBVTT\n\n00:01.000 --> 00:02.000\nHi', 'vtt'],
  ['[Script Info]\nTitle: x', 'ass'],
  ['#EXTM3U\n#EXTINF:1,x\n/etc/passwd\n', undefined],
  ['# mpv EDL v0\n/tmp/x.mp3', undefined],
  ['ffconcat version 1.0\nfile /etc/passwd', undefined],
  ['FILE "x.wav" WAVE\n  TRACK 01 AUDIO', undefined],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:10\nhttp://x/1.ts', undefined],
  ['', undefined],
])('knows %j by its words', (text, format) => {
  expect(subtitleFormatOf(text)).toBe(format);
});
