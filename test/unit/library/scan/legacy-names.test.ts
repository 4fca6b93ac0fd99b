import { expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import { jschardetDetector } from '#library/adapters/jschardet-detector';
import type { LegacySong, ResolvedNames } from '#library/ports';
import { resolveNames, withCharset } from '#library/scan/legacy-names';
import { encodeLegacy } from '#test/support/legacy-text';

const VOLUME = volumeId.parse('v1');

async function resolve(songs: readonly LegacySong[]): Promise<readonly ResolvedNames[]> {
  let saved: readonly ResolvedNames[] = [];
  const store = { legacySongs: () => songs, saveNames: (_volume: unknown, names: typeof saved) => (saved = names) };
  await resolveNames(store, jschardetDetector, VOLUME);
  return saved;
}

const song = (title: string, artist: string, charset: string, folderId = 'd1'): LegacySong => ({
  id: title,
  folderId,
  legacy: { title: raw(title, charset), artist: raw(artist, charset) },
});

const raw = (text: string, charset: string) => encodeLegacy(text, charset).toString('latin1');

const ALBUMS: readonly (readonly [charset: string, artist: string, titles: readonly string[]])[] = [
  ['windows-1251', 'Мельница Ветров', ['Ночная дорога', 'Смуглянка', 'Белая зима', 'Поезд домой', 'Город спит']],
  ['koi8-r', 'Мельница Ветров', ['Ночная дорога', 'Смуглянка', 'Белая зима', 'Поезд домой', 'Город спит']],
  ['shift_jis', '東京ナイトライン', ['夜明けの歌', '晴れた日', 'さくら', '川の流れのように']],
  ['gb18030', '周末乐队', ['月亮代表我的心', '夜曲', '七里香', '青花瓷', '稻香']],
  ['windows-1250', 'Žlutý kůň', ['Řeka a déšť', 'Příběh', 'Čas sluhů', 'Most přes řeku']],
  ['windows-1250', 'Śpiewające Łąki', ['Żółta łódź', 'Źródło', 'Dziwny jest ten świat']],
  ['windows-1250', 'Ősz', ['Árvíztűrő tükörfúrógép', 'Gyöngyhajú lány', 'Ha én rózsa volnék']],
  ['windows-1252', 'Sönke Großmann', ['Über den Wolken', 'Für Elise', 'Männer sind Schweine']],
  ['windows-1252', 'Édith', ['La forêt', 'À la claire fontaine', 'Le garçon', 'Où es-tu']],
  ['windows-1252', 'Beyoncé', ['Beyoncé', 'Halo é', 'Déjà Vu']],
  ['windows-1252', 'Lars Sø', ['Når', 'Rødt', 'Smuk som et stjerneskud', 'Hånd i hånd']],
  ['windows-1252', 'Jóga', ['Þórunn', 'Ágætis byrjun', 'Með suð í eyrum']],
  ['windows-1252', 'Perché', ['Città vuota', 'Così celeste', 'Ti amerò', 'Felicità']],
];

it.each(ALBUMS)('finds an album in %s (%s)', async (charset, artist, titles) => {
  const names = await resolve(titles.map((title) => song(title, artist, charset)));
  expect(names.map((one) => one.names)).toEqual(titles.map((title) => ({ title, artist })));
});

it('decides for each folder alone, and for a short title by its neighbours', async () => {
  const names = await resolve([
    ...['Ночная дорога', 'Смуглянка', 'Да'].map((title) => song(title, 'Кино', 'windows-1251')),
    ...['Ночная дорога', 'Смуглянка', 'Нет'].map((title) => song(title, 'Кино', 'koi8-r', 'd2')),
  ]);
  expect(names.map((one) => one.names.title)).toEqual([
    ...['Ночная дорога', 'Смуглянка', 'Да'],
    ...['Ночная дорога', 'Смуглянка', 'Нет'],
  ]);
});

it('keeps what was decided when a song is read again', () => {
  const legacy = { title: raw('Кино', 'windows-1251'), genre: raw('Рок; Поп', 'windows-1251') };
  expect(withCharset({ title: 'Êèíî', legacy }, 'windows-1251')).toMatchObject({
    title: 'Кино',
    genres: ['Рок', 'Поп'],
    charset: 'windows-1251',
  });
  expect(withCharset({ title: 'Êèíî', legacy }, undefined).title).toBe('Êèíî');
});
