import { z } from 'zod';

import type { Equaliser, ToneSetting } from '#contract/entities/zone-setting';
import { evenSteps, type Join } from '#player/adapters/mpv/mpv-join';

export interface FilterWish {
  readonly tone: ToneSetting | undefined;
  readonly gainDb: number | undefined;
  /** The sound comes up from silence, from this position of the file on. */
  readonly fadesFromMs?: number | undefined;
  /** In two channels, as all that it may be heard together with. */
  readonly isMixed?: boolean | undefined;
  readonly join?: Join | undefined;
}

/**
 * The filters of one file, in the words of mpv's `--af`; '' where its sound is left as it is, to the bit. Otherwise all files
 * leave them in one format, so that a seam stays one. mpv keeps those that stay the same when others change.
 */
export function mpvFilters({ tone, gainDb, fadesFromMs, isMixed = false, join }: FilterWish): string {
  const steps = [...(tone ? toneSteps(tone) : []), ...(gainDb === undefined ? [] : gainSteps(gainDb))];
  const sound = steps.length === 0 ? [] : [labelled('sound', [...steps, ONE_FORMAT].join(','))];
  const fade = fadesFromMs === undefined ? [] : [labelled(FADE, fadeIn(fadesFromMs))];
  const even = isMixed || join ? [labelled('even', evenSteps(join?.rateHz))] : [];
  const under = join?.under === undefined ? [] : [labelled('under', join.under.graph)];
  // Two songs together have higher peaks than each of them.
  const guard = join ? [labelled('guard', LIMITER)] : [];
  return [...even, ...fade, ...under, ...sound, ...guard].join(',');
}

/** From which position of the file on they let the sound come up, if they do. */
export function fadedFromMs(filters: string): number | undefined {
  const seconds = /@fade:lavfi=\[afade=t=in:st=(\d+\.\d+)/u.exec(filters)?.[1];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1_000);
}

const shown = z.array(
  z.object({ name: z.literal('lavfi'), label: z.string(), params: z.object({ graph: z.string() }) }),
);

/** What mpv says of its `af`, in the words that it was told in; '' where that is nothing of ours. */
export function filtersFrom(property: unknown): string {
  const filters = shown.safeParse(property).data ?? [];
  return filters.map(({ label, params }) => labelled(label, params.graph)).join(',');
}

const FADE = 'fade';
const FADE_IN_S = 0.5;
const ONE_FORMAT = 'aformat=sample_fmts=flt';
/** What stays below full scale passes it to the bit, and in time. */
const LIMITER = 'alimiter=limit=1:level=0:latency=1';

function labelled(label: string, graph: string): string {
  return `@${label}:lavfi=[${graph}]`;
}

/** By the time in the file, so that a fade is as long in a recording, and goes on when the service dies meanwhile. */
function fadeIn(fromMs: number): string {
  return `afade=t=in:st=${(fromMs / 1_000).toFixed(3)}:d=${String(FADE_IN_S)}`;
}

function volume(db: number): string {
  return `volume=${db.toFixed(2)}dB`;
}

/** What goes up may have peaks that nobody knows of. */
function gainSteps(db: number): string[] {
  return db > 0 ? [volume(db), LIMITER] : [volume(db)];
}

interface Band {
  /** Everything below (`bass`), above (`treble`), or around (`equalizer`) the frequency. */
  readonly filter: 'bass' | 'treble' | 'equalizer';
  readonly hz: number;
  readonly db: number;
}

/** `car` lifts what tyres and wind cover, `small` takes from small loudspeakers what they only rattle with. */
const BANDS: Readonly<Record<Equaliser, readonly Band[]>> = {
  flat: [],
  bass: [{ filter: 'bass', hz: 100, db: 6 }],
  treble: [{ filter: 'treble', hz: 5_000, db: 6 }],
  voice: [
    { filter: 'bass', hz: 160, db: -6 },
    { filter: 'equalizer', hz: 2_500, db: 5 },
  ],
  car: [
    { filter: 'bass', hz: 120, db: 5 },
    { filter: 'equalizer', hz: 1_800, db: 3 },
    { filter: 'treble', hz: 7_000, db: 4 },
  ],
  small: [
    { filter: 'bass', hz: 120, db: -9 },
    { filter: 'treble', hz: 6_000, db: 3 },
  ],
};

function toneSteps({ equaliser, balance, isMono, speakers, fader }: ToneSetting): string[] {
  const bands = BANDS[equaliser];
  // What is lifted would clip: instead all the rest goes down.
  const liftDb = Math.max(0, ...bands.map(({ db }) => db));
  return [
    ...(liftDb > 0 ? [volume(-liftDb)] : []),
    ...bands.map(bandStep),
    ...(balance !== 0 || isMono || speakers === 'four' ? [STEREO, pan({ balance, isMono, speakers, fader })] : []),
  ];
}

function bandStep({ filter, hz, db }: Band): string {
  const width = filter === 'equalizer' ? 'width_type=o:width=1.5' : 'width_type=s:width=0.7';
  return `${filter}=f=${String(hz)}:g=${String(db)}:${width}`;
}

/** Films may have six channels, books one. */
const STEREO = 'aformat=channel_layouts=stereo';

function pan({ balance, isMono, speakers, fader }: Omit<ToneSetting, 'equaliser'>): string {
  const [left, right] = shares(balance);
  const side = (own: 'FL' | 'FR', share: number) => (isMono ? mix(share / 2, share / 2) : one(own, share));
  if (speakers === 'two') return `pan=stereo|FL=${side('FL', left)}|FR=${side('FR', right)}`;
  const [front, rear] = shares(fader);
  const corners = [
    ...[`FL=${side('FL', left * front)}`, `FR=${side('FR', right * front)}`],
    ...[`BL=${side('FL', left * rear)}`, `BR=${side('FR', right * rear)}`],
  ];
  return `pan=quad|${corners.join('|')}`;
}

/** What is left of either side: at 0 all of both, towards one end less of the other. */
function shares(place: number): readonly [number, number] {
  return [Math.min(1, 1 - place / 100), Math.min(1, 1 + place / 100)];
}

function one(channel: 'FL' | 'FR', share: number): string {
  return `${share.toFixed(3)}*${channel}`;
}

function mix(left: number, right: number): string {
  return `${one('FL', left)}+${one('FR', right)}`;
}
