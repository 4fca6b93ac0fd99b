import { ConfigError } from '#config/config-error';

/** Where zones send their sound: the system's choice, one of mpv's outputs, or a WAV per zone and start. */
export type AudioOutput =
  | { readonly kind: 'auto' }
  | { readonly kind: 'driver'; readonly driver: string }
  | { readonly kind: 'pcm'; readonly directory: string };

const DRIVERS = ['null', 'alsa', 'pipewire', 'pulse', 'jack', 'sdl', 'sndio', 'oss', 'openal'];

/** What `--audio-output` accepts, in words. */
export const AUDIO_OUTPUT_FORM = `auto, ${DRIVERS.join(', ')} or pcm:DIR`;

/** Reads `--audio-output`; `origin` says where it was set. */
export function parseAudioOutput(text: string, origin: string): AudioOutput {
  if (text === 'auto') return { kind: 'auto' };
  if (DRIVERS.includes(text)) return { kind: 'driver', driver: text };
  if (text.startsWith('pcm:') && text.length > 'pcm:'.length) return { kind: 'pcm', directory: text.slice(4) };
  throw new ConfigError(`${origin}: "${text}" is not an audio output; allowed are ${AUDIO_OUTPUT_FORM}`);
}
