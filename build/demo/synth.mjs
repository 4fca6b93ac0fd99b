/**
 * A small synthesiser: chords, an arpeggio, a bass and a brush of percussion, as interleaved 16-bit stereo samples.
 * The same score gives the same bytes on every machine.
 *
 * @typedef {object} Score
 * @property {number} bpm
 * @property {number} seconds
 * @property {readonly (readonly number[])[]} chords MIDI notes of each bar, lowest first
 * @property {readonly number[]} pattern which note of the chord each eighth plays; -1 rests
 * @property {'keys' | 'pluck' | 'glass'} voice
 * @property {boolean} hasBeat
 * @property {number} echo 0 to 1
 */

export const SAMPLE_RATE = 44_100;

const PARTIALS = {
  keys: [1, 0.35, 0.12, 0.05],
  pluck: [1, 0.6, 0.4, 0.25, 0.15, 0.08],
  glass: [1, 0, 0.3, 0, 0, 0.18],
};
const DECAY_PER_SECOND = { keys: 3, pluck: 5, glass: 2.2 };
const FADE_S = 0.9;
const PEAK = 0.8;

/** @param {Score} score */
export function render(score) {
  const length = Math.round(score.seconds * SAMPLE_RATE);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const eighthS = 30 / score.bpm;
  const barS = eighthS * 8;

  for (let bar = 0; bar * barS < score.seconds; bar += 1) {
    const chord = score.chords[bar % score.chords.length] ?? [];
    const at = bar * barS;
    addPad(left, right, chord, at, barS);
    addBass(left, right, chord[0] ?? 48, at, eighthS);
    for (let step = 0; step < 8; step += 1) {
      const which = score.pattern[step % score.pattern.length] ?? -1;
      const note = which < 0 ? undefined : chord[which % chord.length];
      if (note !== undefined)
        addNote(left, right, note + 12, at + step * eighthS, score.voice, step % 2 === 0 ? 0.7 : 0.3);
    }
    if (score.hasBeat) addBeat(left, right, at, eighthS);
  }
  addEcho(left, right, eighthS * 3, score.echo);
  return interleave(left, right);
}

/** @param {number} note */
function frequencyOf(note) {
  return 440 * 2 ** ((note - 69) / 12);
}

/**
 * @param {Float32Array} target
 * @param {number} atS
 * @param {number} lengthS
 * @param {(timeS: number) => number} wave
 */
function mix(target, atS, lengthS, wave) {
  const from = Math.round(atS * SAMPLE_RATE);
  const to = Math.min(target.length, from + Math.round(lengthS * SAMPLE_RATE));
  for (let index = from; index < to; index += 1) {
    target[index] = (target[index] ?? 0) + wave((index - from) / SAMPLE_RATE);
  }
}

/**
 * @param {Float32Array} left
 * @param {Float32Array} right
 * @param {number} note
 * @param {number} atS
 * @param {'keys' | 'pluck' | 'glass'} voice
 * @param {number} pan 0 is left, 1 is right
 */
function addNote(left, right, note, atS, voice, pan) {
  const frequency = frequencyOf(note);
  const wave = (/** @type {number} */ timeS) => {
    const attack = Math.min(1, timeS / 0.006);
    return (
      PARTIALS[voice].reduce((sum, gain, index) => {
        const decay = Math.exp(-timeS * DECAY_PER_SECOND[voice] * (1 + index * 0.6));
        return sum + gain * decay * Math.sin(2 * Math.PI * frequency * (index + 1) * timeS);
      }, 0) *
      attack *
      0.2
    );
  };
  mix(left, atS, 1.6, (timeS) => wave(timeS) * (1 - pan));
  mix(right, atS, 1.6, (timeS) => wave(timeS) * pan);
}

/**
 * @param {Float32Array} left
 * @param {Float32Array} right
 * @param {readonly number[]} chord
 * @param {number} atS
 * @param {number} barS
 */
function addPad(left, right, chord, atS, barS) {
  for (const note of chord) {
    for (const [target, detune] of /** @type {const} */ ([
      [left, 0.998],
      [right, 1.002],
    ])) {
      const frequency = frequencyOf(note) * detune;
      mix(target, atS, barS + 0.4, (timeS) => {
        const envelope = Math.min(1, timeS / 0.5) * Math.min(1, (barS + 0.4 - timeS) / 0.5);
        const phase = 2 * Math.PI * frequency * timeS;
        return 0.045 * envelope * (Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.1 * Math.sin(3 * phase));
      });
    }
  }
}

/**
 * @param {Float32Array} left
 * @param {Float32Array} right
 * @param {number} root
 * @param {number} atS
 * @param {number} eighthS
 */
function addBass(left, right, root, atS, eighthS) {
  for (const step of [0, 3, 6]) {
    const frequency = frequencyOf(root - 12);
    const wave = (/** @type {number} */ timeS) =>
      0.2 *
      Math.min(1, timeS / 0.01) *
      Math.exp(-timeS * 3) *
      (Math.sin(2 * Math.PI * frequency * timeS) + 0.3 * Math.sin(4 * Math.PI * frequency * timeS));
    mix(left, atS + step * eighthS, eighthS * 3, wave);
    mix(right, atS + step * eighthS, eighthS * 3, wave);
  }
}

/**
 * @param {Float32Array} left
 * @param {Float32Array} right
 * @param {number} atS
 * @param {number} eighthS
 */
function addBeat(left, right, atS, eighthS) {
  const noise = seededNoise(7);
  for (let step = 0; step < 8; step += 1) {
    const stepS = atS + step * eighthS;
    const brush = (/** @type {number} */ timeS) => 0.05 * Math.exp(-timeS * 45) * noise();
    mix(left, stepS, 0.12, brush);
    mix(right, stepS, 0.12, brush);
    if (step % 4 !== 0) continue;
    const drum = (/** @type {number} */ timeS) =>
      0.35 * Math.exp(-timeS * 14) * Math.sin(2 * Math.PI * (48 * timeS + 3 * (1 - Math.exp(-timeS * 30))));
    mix(left, stepS, 0.3, drum);
    mix(right, stepS, 0.3, drum);
  }
}

/**
 * Each echo comes from the other side.
 *
 * @param {Float32Array} left
 * @param {Float32Array} right
 * @param {number} delayS
 * @param {number} amount
 */
function addEcho(left, right, delayS, amount) {
  const delay = Math.round(delayS * SAMPLE_RATE);
  for (let index = delay; index < left.length; index += 1) {
    const fromLeft = left[index - delay] ?? 0;
    const fromRight = right[index - delay] ?? 0;
    left[index] = (left[index] ?? 0) + fromRight * amount * 0.45;
    right[index] = (right[index] ?? 0) + fromLeft * amount * 0.45;
  }
}

/**
 * @param {Float32Array} left
 * @param {Float32Array} right
 */
function interleave(left, right) {
  let loudest = 0;
  for (const side of [left, right]) for (const sample of side) loudest = Math.max(loudest, Math.abs(sample));
  const gain = PEAK / Math.max(loudest, 1e-6);
  const bytes = Buffer.alloc(left.length * 4);
  for (let index = 0; index < left.length; index += 1) {
    const timeS = index / SAMPLE_RATE;
    const restS = (left.length - index) / SAMPLE_RATE;
    const fade = Math.min(1, timeS / 0.02, restS / FADE_S) * gain * 32_767;
    bytes.writeInt16LE(Math.round((left[index] ?? 0) * fade), index * 4);
    bytes.writeInt16LE(Math.round((right[index] ?? 0) * fade), index * 4 + 2);
  }
  return bytes;
}

/**
 * Park and Miller's generator: white enough for a brush, the same everywhere.
 *
 * @param {number} seed
 */
function seededNoise(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647) * 2 - 1;
  };
}
