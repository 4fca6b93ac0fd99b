import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { systemFailure } from '#library/adapters/system-failure';
import { runChild, type ChildResult } from '#library/adapters/run-child';
import { Turns } from '#library/adapters/turns';
import { audioTagsOf, parseFfprobeReport, videoTagsOf } from '#library/scan/ffprobe-report';
import type { Answer, MediaProbe, StickFile } from '#library/scan/scan-ports';
import { EMPTY_FILE, TOOK_TOO_LONG, unreadableReason } from '#library/scan/unreadable-reason';
import type { AudioTags, VideoTags } from '#library/ports';

export interface FfmpegProbeDeps {
  /** Commands by name or path. */
  readonly ffprobe: string;
  readonly ffmpeg: string;
}

const PROBE_LIMIT_MS = 5_000;
const FRAME_LIMIT_MS = 8_000;
const REPORT_LIMIT_BYTES = 1024 * 1024;
const FRAME_LIMIT_BYTES = 16 * 1024 * 1024;
const SAMPLE_BYTES = 4_096;
const FRAME_AT = 0.1;
/** Each takes a whole core. */
const AT_ONCE = 2;

/** The formats that play here: a playlist or a script under a film's name is not opened as what it is. */
const FORMATS =
  'mp3,flac,ogg,mov,matroska,wav,w64,aac,aiff,asf,avi,mpeg,mpegts,mpegvideo,h264,hevc,flv,wv,ape,mpc,mpc8,dsf';

/** The file comes as an open descriptor: names with any bytes work, and nothing else can be opened by name. */
export const FFMPEG_INPUT = ['-protocol_whitelist', 'file', '-format_whitelist', FORMATS, '-i', '/proc/self/fd/3'];

const ONE_PNG = ['-c:v', 'png', '-f', 'image2pipe', 'pipe:1'];

/** Asks ffprobe and ffmpeg, each run a process of its own that is killed when it takes too long. */
export class FfmpegProbe implements MediaProbe {
  readonly #deps: FfmpegProbeDeps;
  readonly #turns = new Turns(AT_ONCE);

  constructor(deps: FfmpegProbeDeps) {
    this.#deps = deps;
  }

  probeAudio(file: StickFile, signal: AbortSignal): Promise<Answer<AudioTags>> {
    return this.#turns.run(() => withFile(file, (handle) => this.#probe(handle, signal, audioTagsOf)), signal);
  }

  probeVideo(file: StickFile, signal: AbortSignal): Promise<Answer<VideoTags>> {
    return this.#turns.run(() => withFile(file, (handle) => this.#probe(handle, signal, videoTagsOf)), signal);
  }

  /** From a tenth into the film, where titles are over; from its beginning when that fails. */
  grabFrame(file: StickFile, signal: AbortSignal): Promise<Answer<Uint8Array>> {
    return withFile(file, async (handle) => {
      const film = await this.#probe(handle, signal, videoTagsOf);
      if (film.kind !== 'read' || film.content.width === undefined)
        return { ...film, kind: 'unreadable', reason: 'no picture' };
      const atSeconds = ((film.content.durationMs ?? 0) / 1000) * FRAME_AT;
      const late = await this.#frame(handle, atSeconds, signal);
      const frame = late.kind === 'read' || atSeconds === 0 ? late : await this.#frame(handle, 0, signal);
      return { ...frame, bytesRead: frame.bytesRead + film.bytesRead };
    });
  }

  async #probe<Content>(
    handle: StickFileHandle,
    signal: AbortSignal,
    contentOf: (report: NonNullable<ReturnType<typeof parseFfprobeReport>>) => Content | undefined,
  ): Promise<Answer<Content>> {
    const result = await runChild({
      command: this.#deps.ffprobe,
      args: ['-v', 'verbose', '-hide_banner', ...FFMPEG_INPUT, '-show_format', '-show_streams', '-of', 'json'],
      fd: handle.fd,
      limitMs: PROBE_LIMIT_MS,
      outputLimitBytes: REPORT_LIMIT_BYTES,
      signal,
    });
    const report = result.end === 'exit' ? parseFfprobeReport(result.output.toString('utf8')) : undefined;
    const content = report && contentOf(report);
    const bytesRead = bytesReadBy(result);
    return content === undefined ? refusal(result, bytesRead) : { kind: 'read', content, bytesRead };
  }

  async #frame(handle: StickFileHandle, atSeconds: number, signal: AbortSignal): Promise<Answer<Uint8Array>> {
    const scale = "scale='min(960,iw)':-2";
    const result = await runChild({
      command: this.#deps.ffmpeg,
      args: [
        ...['-v', 'verbose', '-hide_banner', '-nostdin', '-threads', '1', '-ss', atSeconds.toFixed(3), ...FFMPEG_INPUT],
        ...['-map', '0:V:0', '-frames:v', '1', '-vf', scale, '-threads', '1', ...ONE_PNG],
      ],
      fd: handle.fd,
      limitMs: FRAME_LIMIT_MS,
      outputLimitBytes: FRAME_LIMIT_BYTES,
      signal,
    });
    const bytesRead = bytesReadBy(result);
    if (result.end !== 'exit' || result.output.length === 0) return refusal(result, bytesRead);
    return { kind: 'read', content: result.output, bytesRead };
  }
}

async function withFile<Content>(
  file: StickFile,
  read: (handle: StickFileHandle) => Promise<Answer<Content>>,
): Promise<Answer<Content>> {
  let handle: StickFileHandle | undefined;
  try {
    handle = StickFileHandle.open(file);
    if (handle.sizeBytes === 0) return { kind: 'unreadable', reason: EMPTY_FILE, bytesRead: 0 };
    const answer = await read(handle);
    const reason = answer.kind === 'read' || answer.reason !== UNTOLD ? undefined : reasonFromBytes(handle);
    const bytesRead = answer.bytesRead + handle.bytesRead;
    return reason === undefined ? { ...answer, bytesRead } : { kind: 'unreadable', reason, bytesRead };
  } catch (error) {
    const bytesRead = handle?.bytesRead ?? 0;
    const failure = systemFailure(error);
    if (failure) return { ...failure, bytesRead };
    throw error;
  } finally {
    handle?.close();
  }
}

/** Also tells a file from a device that fails: ffmpeg says "input/output error" for both. Throws the device's error. */
function reasonFromBytes(handle: StickFileHandle): string {
  const sample = Buffer.alloc(SAMPLE_BYTES);
  for (const part of [1, 0.5]) handle.read(sample, Math.floor(Math.max(0, handle.sizeBytes - SAMPLE_BYTES) * part));
  return unreadableReason(sample.subarray(0, handle.read(sample, 0)));
}

/** The bytes of the file tell more than ffmpeg does. */
const UNTOLD = '';

function refusal(result: ChildResult, bytesRead: number): Answer<never> {
  if (result.end === 'missing')
    return { kind: 'unreadable', reason: 'needs ffmpeg, which is not installed', bytesRead };
  return { kind: 'unreadable', reason: result.end === 'limit' ? TOOK_TOO_LONG : UNTOLD, bytesRead };
}

/** ffmpeg says at its end how much it took from each input. */
function bytesReadBy(result: ChildResult): number {
  const counts = [...result.errors.matchAll(/Statistics: (\d+) bytes read/gu)];
  return counts.reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
