import { FFMPEG_INPUT } from '#library/adapters/ffmpeg-probe';
import { runChild } from '#library/adapters/run-child';
import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { systemFailure } from '#library/adapters/system-failure';
import type { MeasuredLoudness } from '#library/ports';
import { parseEbur128Report } from '#library/scan/ebur128-report';
import type { LoudnessMeter, MeasuredFile } from '#library/scan/scan-ports';

/** 20 minutes of sound on the slowest Pi. */
const LIMIT_MS = 300_000;
const OUTPUT_LIMIT_BYTES = 1_024;
/** `nice` and `ionice` say so when there is no such command. */
const NOT_STARTED = [126, 127];
const LAST_BYTES = 4_096;

/** ffmpeg's meter, in a process that takes only the time that nobody else wants, of the processor and of the stick. */
export class FfmpegLoudness implements LoudnessMeter {
  readonly #ffmpeg: string;

  /** `ffmpeg`: the command by name or path. */
  constructor(ffmpeg: string) {
    this.#ffmpeg = ffmpeg;
  }

  async measure(file: MeasuredFile, signal: AbortSignal): Promise<MeasuredLoudness | 'unreadable' | 'failed'> {
    let handle: StickFileHandle | undefined;
    try {
      handle = StickFileHandle.open(file);
      return await this.#measured(handle, stretchOf(file), signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = systemFailure(error);
      if (failure === undefined) throw error;
      return failure.kind;
    } finally {
      handle?.close();
    }
  }

  async #measured(
    handle: StickFileHandle,
    stretch: readonly string[],
    signal: AbortSignal,
  ): Promise<MeasuredLoudness | 'unreadable' | 'failed'> {
    const result = await runChild({
      command: 'nice',
      args: [
        ...['-n', '19', 'ionice', '-c', '3', this.#ffmpeg, '-v', 'info', '-hide_banner', '-nostdin', '-nostats'],
        ...['-threads', '1', ...stretch, ...FFMPEG_INPUT, '-map', '0:a:0'],
        ...['-af', 'ebur128=peak=sample:framelog=verbose', '-f', 'null', '-'],
      ],
      fd: handle.fd,
      limitMs: LIMIT_MS,
      outputLimitBytes: OUTPUT_LIMIT_BYTES,
      signal,
    });
    if (result.end === 'missing' || NOT_STARTED.includes(result.exitCode ?? 0)) return 'failed';
    // To ffmpeg a stick that is pulled is a song that ends: the device itself is asked for the last bytes.
    handle.read(new Uint8Array(LAST_BYTES), Math.max(0, handle.sizeBytes - LAST_BYTES));
    if (result.end === 'limit' || result.exitCode !== 0) return 'unreadable';
    return parseEbur128Report(result.errors) ?? 'unreadable';
  }
}

function stretchOf({ startMs, endMs }: MeasuredFile): string[] {
  return [
    ...(startMs === null ? [] : ['-ss', (startMs / 1_000).toFixed(3)]),
    ...(endMs === null ? [] : ['-to', (endMs / 1_000).toFixed(3)]),
  ];
}
