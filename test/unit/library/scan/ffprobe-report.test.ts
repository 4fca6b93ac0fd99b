import { describe, expect, it } from 'vitest';

import { audioTagsOf, parseFfprobeReport, videoTagsOf } from '#library/scan/ffprobe-report';

function report(format: object, ...streams: object[]) {
  const parsed = parseFfprobeReport(JSON.stringify({ format: { probe_score: 100, ...format }, streams }));
  if (parsed === undefined) throw new Error('not taken');
  return parsed;
}

describe("ffprobe's report", () => {
  it('gives the tags of a song, however they are written', () => {
    const song = report(
      {
        duration: '3.030',
        bit_rate: '64000',
        tags: { TITLE: 'Ace', Artist: 'A', album_artist: 'AA', track: '3/12', DATE: '2004-05' },
      },
      { codec_type: 'audio', codec_name: 'mp3', sample_rate: '44100', tags: { genre: 'Rock;Pop' } },
      { codec_type: 'video', disposition: { attached_pic: 1 } },
    );

    expect(audioTagsOf(song)).toMatchObject({
      title: 'Ace',
      artist: 'A',
      albumArtist: 'AA',
      trackNumber: 3,
      year: 2004,
      genres: ['Rock', 'Pop'],
      durationMs: 3030,
      hasPicture: true,
      codec: 'mp3',
      sampleRate: 44_100,
    });
  });

  it('gives the size and length of a film, not of its cover', () => {
    const film = report(
      { tags: { title: 'Film' } },
      { codec_type: 'video', width: 600, height: 600, disposition: { attached_pic: 1 } },
      { codec_type: 'video', width: 720, height: 576, duration: '12.5' },
    );

    expect(videoTagsOf(film)).toEqual({ title: 'Film', durationMs: 12_500, width: 720, height: 576 });
  });

  it('is none for what ffmpeg only guessed, and for other text', () => {
    expect(parseFfprobeReport('{"format":{"probe_score":1},"streams":[]}')).toBeUndefined();
    expect(parseFfprobeReport('{}')).toBeUndefined();
    expect(parseFfprobeReport('no JSON')).toBeUndefined();
  });

  it('has no song without sound', () => {
    expect(audioTagsOf(report({}, { codec_type: 'video' }))).toBeUndefined();
    expect(videoTagsOf(report({}, { codec_type: 'subtitle' }))).toBeUndefined();
  });
});
