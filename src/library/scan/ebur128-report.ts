import type { MeasuredLoudness } from '#library/ports';

/** Below this the filter's gate lets nothing through: there is no loudness to speak of. */
const SILENCE_LUFS = -70;

/** What ffmpeg's filter `ebur128` says at its end (EBU R 128, ITU-R BS.1770); undefined for silence, and where it says nothing. */
export function parseEbur128Report(text: string): MeasuredLoudness | undefined {
  const lufs = Number(/^\s*I:\s+(-?[\d.]+) LUFS$/mu.exec(text)?.[1]);
  const peakDb = Number(/^\s*Peak:\s+(-?[\d.]+) dBFS$/mu.exec(text)?.[1]);
  if (!Number.isFinite(lufs) || !Number.isFinite(peakDb) || lufs <= SILENCE_LUFS) return undefined;
  return { lufs, peak: 10 ** (peakDb / 20) };
}
