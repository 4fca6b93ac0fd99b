// The beginning of a song with the rest of the one before under it, in the words of mpv's `--af`.

/** Of seconds: a sample is some 20 µs long. */
export const PLACES = 9;

/** The rest of a song, as a WAV of ours. */
export interface Tail {
  readonly path: string;
  /** Where in its file the song is cut, in seconds. */
  readonly atS: number;
  /** What stands before that, only so that a decoder has come to terms with the file. */
  readonly leadS: number;
  readonly rateHz: number;
}

/** How a song goes on from the one before: at the rate of its output, which would be opened anew for another. */
export interface Join {
  readonly rateHz: number;
  /** While the one before is still heard, until this position of the file. */
  readonly under?: { readonly graph: string; readonly untilMs: number } | undefined;
}

export interface JoinWish {
  readonly tail: Tail;
  readonly lengthMs: number;
  /** Where in its file the new song begins. */
  readonly fromMs: number;
  /** How much louder the old song is played than the new one. */
  readonly tailGainDb: number;
}

/** Of equal power, so that two songs are together as loud as each of them. */
export function joinOf({ tail, lengthMs, fromMs, tailGainDb }: JoinWish): Join {
  const seconds = (lengthMs / 1_000).toFixed(3);
  const fade = (how: 'in' | 'out', atMs: number) =>
    `afade=t=${how}:curve=qsin:st=${(atMs / 1_000).toFixed(3)}:d=${seconds}`;
  const old = [
    `amovie=filename=${escaped(tail.path)}:f=wav`,
    `atrim=start=${String(tail.leadS)}`,
    'asetpts=PTS-STARTPTS',
    `volume=${tailGainDb.toFixed(2)}dB`,
    fade('out', 0),
  ];
  const graph = [
    `[in]${fade('in', fromMs)}[new]`,
    `${old.join(',')}[old]`,
    '[new][old]amix=inputs=2:duration=first:dropout_transition=0:normalize=0[out]',
  ].join(';');
  return { rateHz: tail.rateHz, under: { graph, untilMs: fromMs + lengthMs } };
}

/** In the format of the output that is open: of two channels, whatever the file has, and of one rate. */
export function evenSteps(rateHz: number | undefined): string {
  const rate = rateHz === undefined ? '' : `sample_rates=${String(rateHz)}:`;
  return `aformat=${rate}channel_layouts=stereo:sample_fmts=flt`;
}

/** Read again from the filters of a player that was taken over. */
export function joinFrom(filters: string): Join | undefined {
  const rate = /@even:lavfi=\[aformat=sample_rates=(\d+)/u.exec(filters)?.[1];
  if (rate === undefined) return undefined;
  const rateHz = Number(rate);
  const graph = /@under:lavfi=\[(.*?\[out\])\]/u.exec(filters)?.[1];
  const [, from, length] = /t=in:curve=qsin:st=([\d.]+):d=([\d.]+)/u.exec(graph ?? '') ?? [];
  if (graph === undefined || from === undefined || length === undefined) return { rateHz };
  return { rateHz, under: { graph, untilMs: Math.round((Number(from) + Number(length)) * 1_000) } };
}

/** As a value of an option, within a graph. */
function escaped(path: string): string {
  return path.replaceAll(/[\\':]/gu, String.raw`\$&`).replaceAll(/[\\'[\],;]/gu, String.raw`\$&`);
}
