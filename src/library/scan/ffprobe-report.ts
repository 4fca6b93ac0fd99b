import { z } from 'zod';

import type { AudioTags, VideoTags } from '#library/ports';
import { cleanGenres, cleanText, countOf, durationMsOf, numberOf, yearOf } from '#library/scan/clean-tag';

const tagged = z.record(z.string(), z.string()).optional();

/** What `ffprobe -show_format -show_streams -of json` prints, as far as it is used. */
const ffprobeReport = z.object({
  format: z.object({
    probe_score: z.number().optional(),
    duration: z.string().optional(),
    bit_rate: z.string().optional(),
    tags: tagged,
  }),
  streams: z
    .array(
      z.object({
        codec_type: z.string().optional(),
        codec_name: z.string().optional(),
        width: z.number().optional(),
        height: z.number().optional(),
        sample_rate: z.string().optional(),
        duration: z.string().optional(),
        disposition: z.object({ attached_pic: z.number().optional() }).optional(),
        tags: tagged,
      }),
    )
    .default([]),
});

type FfprobeReport = z.infer<typeof ffprobeReport>;

/** Below this, ffmpeg has only guessed: random bytes reach 1 as an MP3. */
const SUREST_GUESS = 24;

/** Undefined when the report is none, or about something that only looks like media. */
export function parseFfprobeReport(json: string): FfprobeReport | undefined {
  const parsed = ffprobeReport.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  return (parsed.data.format.probe_score ?? 0) > SUREST_GUESS ? parsed.data : undefined;
}

/** Undefined when there is no sound in it. */
export function audioTagsOf(report: FfprobeReport): AudioTags | undefined {
  const sound = report.streams.find((stream) => stream.codec_type === 'audio');
  if (sound === undefined) return undefined;
  // Ogg keeps its tags with the stream, all others with the file.
  const tags = folded({ ...sound.tags, ...report.format.tags });
  return {
    title: cleanText(tags.get('title')),
    artist: cleanText(tags.get('artist')),
    album: cleanText(tags.get('album')),
    albumArtist: cleanText(tags.get('album_artist') ?? tags.get('albumartist')),
    genres: cleanGenres(tags.has('genre') ? [tags.get('genre') ?? ''] : undefined),
    year: yearOf(tags.get('date') ?? tags.get('year')),
    trackNumber: numberOf(tags.get('track') ?? tags.get('tracknumber')),
    discNumber: numberOf(tags.get('disc') ?? tags.get('discnumber')),
    durationMs: durationOf(report),
    isCompilation: tags.get('compilation') === '1' ? true : undefined,
    hasPicture: report.streams.some((stream) => stream.disposition?.attached_pic === 1),
    codec: sound.codec_name,
    bitrate: numberFrom(report.format.bit_rate),
    sampleRate: numberFrom(sound.sample_rate),
  };
}

/** Undefined when there is neither picture nor sound in it. */
export function videoTagsOf(report: FfprobeReport): VideoTags | undefined {
  const picture = report.streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  if (picture === undefined && !report.streams.some((stream) => stream.codec_type === 'audio')) return undefined;
  return {
    title: cleanText(folded(report.format.tags ?? {}).get('title')),
    durationMs: durationOf(report),
    width: countOf(picture?.width),
    height: countOf(picture?.height),
  };
}

function durationOf(report: FfprobeReport): number | undefined {
  const lengths = [report.format.duration, ...report.streams.map((stream) => stream.duration)];
  return lengths.map((seconds) => durationMsOf(seconds === undefined ? undefined : Number(seconds))).find(Boolean);
}

function folded(tags: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
}

function numberFrom(text: string | undefined): number | undefined {
  return text === undefined ? undefined : countOf(Number(text));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
