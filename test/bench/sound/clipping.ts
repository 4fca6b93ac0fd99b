import { atMost, told, type Figures } from '#test/bench/figure';
import { loudnessOf, readChannels, truePeakDb } from '#test/support/sounds';

const FULL_SCALE = 32_767;
/** A sound that touches full scale is not cut off; one that stays there is. */
const MOST_AT_FULL_SCALE = 2;

/** How high a recording goes, and whether anything of it was cut off. */
export async function clippingOf(file: string): Promise<Figures> {
  const { peak } = await loudnessOf(file);
  const flat = (await readChannels(file)).map(longestAtFullScale);
  return {
    highestSample: atMost(20 * Math.log10(peak), 0, 'dBFS'),
    truePeak: told(await truePeakDb(file), 'dBTP'),
    cutOff: atMost(Math.max(...flat), MOST_AT_FULL_SCALE, 'samples at full scale'),
  };
}

function longestAtFullScale(samples: Int16Array): number {
  let [run, longest] = [0, 0];
  for (const value of samples) {
    run = Math.abs(value) >= FULL_SCALE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
