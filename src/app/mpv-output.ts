import type { AudioOutput } from '#config/audio-output';

/** The output of sound in mpv's words; undefined lets it choose. */
export function toMpvOutput(output: AudioOutput): string | undefined {
  switch (output.kind) {
    case 'auto':
      return undefined;
    case 'driver':
      return output.driver;
    case 'pcm':
      return `pcm:${output.directory}`;
  }
}
