import type { CharsetDetector } from '#library/scan/scan-ports';

/** Names that the decoder of texts knows. */
const NAMES: Readonly<Record<string, string>> = { cp932: 'shift_jis', gb2312: 'gb18030', gbk: 'gb18030' };
const ASKED: Readonly<Record<string, readonly string[]>> = {
  shift_jis: ['SHIFT_JIS', 'CP932'],
  gb18030: ['GB18030', 'GB2312'],
};

/** Few bytes that go through the tables for Chinese, the largest ones. */
const SAMPLE = Buffer.from('c4e3bac3cac0bde7', 'hex');

/** Loaded when the first text of unknown code page is met: its tables are large. */
export const jschardetDetector: CharsetDetector = {
  prepare() {
    void this.detect(SAMPLE, ['gb18030', 'big5', 'shift_jis']);
  },
  async detect(bytes, charsets) {
    const { detect } = await import('jschardet');
    const asked = charsets.flatMap((name) => ASKED[name] ?? [spelled(name)]);
    const found = detect(bytes, { detectEncodings: asked }).encoding?.toLowerCase();
    const name = found === undefined ? undefined : (NAMES[found] ?? found);
    return charsets.find((one) => one === name);
  },
};

/** As the library spells it. */
function spelled(name: string): string {
  return name
    .replace(/^windows/u, 'Windows')
    .replace(/^(?:koi8|euc)/u, (start) => start.toUpperCase())
    .replace(/-(?:r|kr|jp)$/u, (end) => end.toUpperCase())
    .replace(/^big5$/u, 'Big5');
}
