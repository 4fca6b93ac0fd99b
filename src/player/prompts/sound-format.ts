/** The sounds that prompts may be, by their first bytes: no name and no word of whoever sent them counts. */
export type SoundFormat = 'wav' | 'ogg' | 'flac' | 'mp3';

export function soundFormatOf(bytes: Uint8Array): SoundFormat | undefined {
  const words = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (words.startsWith('RIFF') && words.slice(8) === 'WAVE') return 'wav';
  if (words.startsWith('OggS')) return 'ogg';
  if (words.startsWith('fLaC')) return 'flac';
  return words.startsWith('ID3') || isMpegFrame(bytes) ? 'mp3' : undefined;
}

/** Eleven bits of one, then a version, layer III, a rate and a bit rate that there are. */
function isMpegFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const hasSync = first === 0xff && (second & 0xe0) === 0xe0;
  const isLayer3 = (second & 0x18) !== 0x08 && (second & 0x06) === 0x02;
  return hasSync && isLayer3 && (third & 0xf0) !== 0xf0 && (third & 0xf0) !== 0 && (third & 0x0c) !== 0x0c;
}
