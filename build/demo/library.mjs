/**
 * What the demo library holds.
 *
 * @typedef {object} DemoTrack
 * @property {string} file below the album's folder; its ending is the format
 * @property {string} title
 * @property {string} artist
 * @property {number} disc
 * @property {number} number
 * @property {import('./synth.mjs').Score} score
 *
 * @typedef {object} DemoAlbum
 * @property {string} folder
 * @property {string} title
 * @property {string} albumArtist
 * @property {number} year
 * @property {string} genre
 * @property {boolean} isCompilation
 * @property {'embedded' | 'cover.jpg' | 'folder.jpg'} artwork
 * @property {import('./artwork.mjs').Cover} cover
 * @property {readonly DemoTrack[]} tracks
 */

const D_MAJOR = [
  [50, 57, 62, 66],
  [47, 54, 59, 62],
  [43, 50, 55, 59],
  [45, 52, 57, 61],
];
const A_MINOR = [
  [45, 52, 57, 60],
  [41, 48, 53, 57],
  [48, 55, 60, 64],
  [43, 50, 55, 59],
];
const E_FLAT = [
  [51, 58, 63, 67],
  [48, 55, 60, 63],
  [44, 51, 56, 60],
  [46, 53, 58, 62],
];
const G_DORIAN = [
  [43, 50, 58, 62],
  [48, 55, 58, 64],
  [46, 53, 57, 62],
  [41, 48, 57, 60],
];

/** @param {Partial<import('./synth.mjs').Score>} part */
function score(part) {
  const base = {
    bpm: 96,
    seconds: 12,
    chords: D_MAJOR,
    pattern: [0, 1, 2, 3, 2, 1],
    voice: 'keys',
    hasBeat: true,
    echo: 0.5,
  };
  return /** @type {import('./synth.mjs').Score} */ ({ ...base, ...part });
}

/** @type {readonly DemoAlbum[]} */
export const DEMO_ALBUMS = [
  {
    folder: 'The Long Wheelbase/Green Lanes',
    title: 'Green Lanes',
    albumArtist: 'The Long Wheelbase',
    year: 2019,
    genre: 'Folk',
    isCompilation: false,
    artwork: 'embedded',
    cover: { from: '#0f4d33', via: '#6f7f45', to: '#e9d9a6', shape: 'hills' },
    tracks: [
      track('Disc 1/01 Byway.mp3', 'Byway', 'The Long Wheelbase', 1, 1, score({ bpm: 104, seconds: 16 })),
      track(
        'Disc 1/02 Ford in Flood.mp3',
        'Ford in Flood',
        'The Long Wheelbase',
        1,
        2,
        score({ bpm: 88, chords: A_MINOR, voice: 'pluck', pattern: [0, 2, 1, 3, 2, 3, 1, 2] }),
      ),
      track(
        'Disc 1/03 Five-Bar Gate.mp3',
        'Five-Bar Gate',
        'The Long Wheelbase',
        1,
        3,
        score({ bpm: 112, chords: E_FLAT, voice: 'pluck' }),
      ),
      track(
        'Disc 2/01 Low Range.mp3',
        'Low Range',
        'The Long Wheelbase',
        2,
        1,
        score({ bpm: 72, chords: G_DORIAN, echo: 0.8, seconds: 14 }),
      ),
      track(
        'Disc 2/02 Home by Dusk.mp3',
        'Home by Dusk',
        'The Long Wheelbase',
        2,
        2,
        score({ bpm: 80, voice: 'glass', hasBeat: false, seconds: 14 }),
      ),
    ],
  },
  {
    folder: 'Various Artists/Brass and Walnut',
    title: 'Brass and Walnut',
    albumArtist: 'Various Artists',
    year: 2021,
    genre: 'Jazz',
    isCompilation: true,
    artwork: 'cover.jpg',
    cover: { from: '#2a1a0c', via: '#9c6526', to: '#f4cf86', shape: 'rings' },
    tracks: [
      track(
        '01 Dashboard Glow.ogg',
        'Dashboard Glow',
        'Ada Marlowe',
        1,
        1,
        score({ chords: G_DORIAN, voice: 'keys', bpm: 100 }),
      ),
      track(
        '02 Château d’Été.m4a',
        'Château d’Été',
        'Les Phares Jaunes',
        1,
        2,
        score({ chords: E_FLAT, voice: 'pluck', bpm: 120, seconds: 10 }),
      ),
      track(
        '03 Overdrive, Please.ogg',
        'Overdrive, Please',
        'The Choke Cables',
        1,
        3,
        score({ chords: A_MINOR, bpm: 126, pattern: [0, 3, 2, 3], seconds: 10 }),
      ),
      track(
        '04 Parking Lights.m4a',
        'Parking Lights',
        'Ada Marlowe',
        1,
        4,
        score({ chords: D_MAJOR, bpm: 76, voice: 'glass', hasBeat: false }),
      ),
    ],
  },
  {
    folder: 'Solent/Night Ferry',
    title: 'Night Ferry',
    albumArtist: 'Solent',
    year: 2023,
    genre: 'Ambient',
    isCompilation: false,
    artwork: 'folder.jpg',
    cover: { from: '#03110d', via: '#123f3a', to: '#d8a441', shape: 'moon' },
    tracks: [
      track(
        '01 Linkspan.flac',
        'Linkspan',
        'Solent',
        1,
        1,
        score({ chords: A_MINOR, bpm: 66, voice: 'glass', hasBeat: false, echo: 0.9, seconds: 9 }),
      ),
      track(
        '02 Fairway Buoy.flac',
        'Fairway Buoy',
        'Solent',
        1,
        2,
        score({ chords: E_FLAT, bpm: 84, echo: 0.7, seconds: 9 }),
      ),
      track(
        '03 Landfall.flac',
        'Landfall',
        'Solent',
        1,
        3,
        score({ chords: D_MAJOR, bpm: 92, voice: 'pluck', seconds: 8 }),
      ),
    ],
  },
];

/** Paths below the demo folder, in the playlist's order. */
export const DEMO_PLAYLIST = {
  file: 'Sunday Drive.m3u',
  tracks: ['Byway', 'Dashboard Glow', 'Fairway Buoy', 'Château d’Été', 'Home by Dusk'],
};

/**
 * @param {string} file
 * @param {string} title
 * @param {string} artist
 * @param {number} disc
 * @param {number} number
 * @param {import('./synth.mjs').Score} music
 * @returns {DemoTrack}
 */
function track(file, title, artist, disc, number, music) {
  return { file, title, artist, disc, number, score: music };
}
