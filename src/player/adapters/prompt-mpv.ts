import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { basename, join } from 'node:path';

import type { Logger } from '#kernel/logger';
import type { KnownFlags } from '#player/adapters/mpv/known-flags';
import { encodeCommand } from '#player/adapters/mpv/mpv-commands';
import { mpvFlags, PCM_PREFIX, type MpvOutputs } from '#player/adapters/mpv/mpv-flags';
import type { PromptSound, Sounding } from '#player/prompts/ports';

export interface PromptMpvDeps {
  readonly binary: string;
  readonly flags: KnownFlags;
  /** How a device is reached; see `MpvOutputs`. */
  readonly outputOf: (device: string | undefined) => Pick<MpvOutputs, 'audioOutput' | 'pulseServer'>;
  /** Of mode 0700. */
  readonly runtimeDir: string;
  readonly logger: Logger;
}

/** Whatever it is, it is not said for longer. */
const LONGEST_MS = 60_000;
const RETRY_MS = 50;

/** How loud one is to be; asked anew whenever it can be told. */
interface Level {
  percent: number;
  isOver: boolean;
}

/** A player of its own for each prompt, locked down as those of zones are: it ends with its file. */
export class PromptMpv implements PromptSound {
  readonly #deps: PromptMpvDeps;

  constructor(deps: PromptMpvDeps) {
    this.#deps = deps;
  }

  play(file: string, volumePercent: number, device: string | undefined): Sounding {
    const silence = new AbortController();
    const socketPath = join(this.#deps.runtimeDir, `${basename(file)}.sock`);
    const level: Level = { percent: volumePercent, isOver: false };
    const ended = this.#run(file, { socketPath, level, device }, silence.signal)
      .catch((error: unknown) => {
        if (!silence.signal.aborted) this.#deps.logger.warn({ err: error }, 'no player for a prompt');
        return false;
      })
      .finally(() => {
        level.isOver = true;
      });
    return {
      ended,
      setVolume: (percent) => {
        if (percent === level.percent) return;
        level.percent = percent;
        say(socketPath, level);
      },
      stop: () => silence.abort(),
    };
  }

  async #run(
    file: string,
    how: { readonly socketPath: string; readonly level: Level; readonly device: string | undefined },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { binary } = this.#deps;
    const output = this.#deps.outputOf(how.device);
    const { audioOutput } = output;
    const options = { ...output, audioDevice: how.device, hasVideo: false, videoOutput: undefined };
    const wanted = [...mpvFlags(options), `--input-ipc-server=${how.socketPath}`];
    const flags = (await this.#deps.flags.of(wanted)).filter((flag) => flag !== '--idle=yes');
    const recorded = audioOutput?.startsWith(PCM_PREFIX)
      ? [`--ao-pcm-file=${join(audioOutput.slice(PCM_PREFIX.length), `${basename(file)}.wav`)}`]
      : [];
    const args = [...flags, ...recorded, `--volume=${how.level.percent.toFixed(2)}`, '--', file];
    return new Promise((resolve, reject) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
      const child = spawn(binary, args, { stdio: 'ignore', cwd: '/', signal: limit, killSignal: 'SIGKILL' });
      child.once('error', reject);
      child.once('exit', (code) => resolve(code === 0));
    });
  }
}

/** A player that has only just begun has no socket yet: it is told as soon as there is one, what is wanted by then. */
function say(socketPath: string, level: Level): void {
  const socket = connect(socketPath, () => socket.end(encodeCommand(['set_property', 'volume', level.percent], 1)));
  socket.on('error', () => {
    socket.destroy();
    if (!level.isOver) setTimeout(() => say(socketPath, level), RETRY_MS).unref();
  });
}
