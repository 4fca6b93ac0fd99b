/** What a text of subtitles is, by its own words: nothing else is ever handed to the player. */
export type SubtitleFormat = 'srt' | 'vtt' | 'ass';

const CUE = /^\s*(?:\d+\s*\r?\n\s*)?\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,2}:\d{2}:\d{2}/u;

export function subtitleFormatOf(text: string): SubtitleFormat | undefined {
  if (/^WEBVTT(?:\s|$)/u.test(text)) return 'vtt';
  if (/^\s*(?:;.*\r?\n\s*)*\[Script Info\]/iu.test(text)) return 'ass';
  return CUE.test(text) ? 'srt' : undefined;
}

/** By the language that the name of a file says; Latin-1 as Windows writes it for all others. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  ...byCodePage('windows-1250', 'pl pol cs cze ces sk slo slk hu hun sl slv hr hrv ro rum ron'),
  ...byCodePage('windows-1251', 'ru rus uk ukr bg bul sr srp mk mac mkd'),
  ...byCodePage('windows-1253', 'el gre ell'),
  ...byCodePage('windows-1254', 'tr tur'),
  ...byCodePage('windows-1255', 'he heb'),
  ...byCodePage('windows-1256', 'ar ara fa per fas'),
};

/** The text of a subtitle file: UTF-8 or UTF-16 where it is that, else of a code page. */
export function decodeSubtitles(bytes: Uint8Array, language: string | undefined): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(CODE_PAGES[language ?? ''] ?? 'windows-1252').decode(bytes);
  }
}

function byCodePage(codePage: string, languages: string): Record<string, string> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, codePage]));
}
