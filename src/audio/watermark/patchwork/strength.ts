import { bandCount, layout } from './layout.ts';

/**
 * Strength: how far a band may be changed. Weak bands, which their neighbours mask, by `mostDecibels`; the stronger a band stands out of the frame,
 * the less, so that the change of the wave is about as large everywhere: noise some `changeDecibels` below the speech. Below 1.5 kHz ears, and
 * cepstra, resolve single bands, so less is done there; above 4.5 kHz codecs leave little of it.
 */
export const strengthDefaults = {
  mostDecibels: 2.35,
  /** Against the frame, where a band begins to be changed less. */
  strongDecibels: -23,
  /** Of `mostDecibels`, at these frequencies in Hz; straight lines between. */
  shares: [
    [300, 0.6],
    [900, 0.7],
    [1500, 0.9],
    [1800, 1],
    [4400, 1],
    [4700, 0.6],
  ],
  changeDecibels: 25.4,
} as const;

/** A frame is masked by louder ones shortly before it: 13 dB for each 100 ms. */
const decay = 0.97;
/** Voices differ: strong bands are changed more or less until the change is as large as it should be, over some 1.5 s. */
const follow = { memory: Math.exp(-layout.hopSeconds / 1.5), rate: 0.02, least: 0.8, most: 2.5 };
const decibel = Math.LN10 / 20;

/** Takes the energies of the bands [bandCount] and of the whole frame; gives decibels for each band. The array is overwritten by the next call. */
export function createStrength(): (energies: Float64Array, total: number) => Float64Array {
  const most = Float64Array.from({ length: bandCount }, (_, band) => mostAt(layout.lowestHz + (band + 0.5) * layout.bandHz));
  const strong = 10 ** (strengthDefaults.strongDecibels / 10);
  const target = 10 ** (-strengthDefaults.changeDecibels / 10);
  const decibels = new Float64Array(bandCount);
  let masker = 0;
  let scale = 1;
  let speech = 0;
  let change = 0;
  return (energies, total) => {
    masker = Math.max(total, decay * masker);
    let frameChange = 0;
    for (let band = 0; band < bandCount; band++) {
      const energy = energies[band]!;
      const share = energy > 0 ? Math.min(1, scale * Math.sqrt((strong * masker) / energy)) : 1;
      decibels[band] = most[band]! * share;
      frameChange += energy * (decibel * decibels[band]!) ** 2;
    }
    speech = follow.memory * speech + total;
    change = follow.memory * change + frameChange;
    if (change > 0) {
      scale = Math.min(follow.most, Math.max(follow.least, scale * ((target * speech) / change) ** follow.rate));
    }
    return decibels;
  };
}

function mostAt(hertz: number): number {
  const { mostDecibels, shares } = strengthDefaults;
  const after = shares.findIndex(([frequency]) => frequency > hertz);
  if (after <= 0) return mostDecibels * (after === 0 ? shares[0][1] : shares.at(-1)![1]);
  const [[low, lowShare], [high, highShare]] = [shares[after - 1]!, shares[after]!];
  return mostDecibels * (lowShare + ((hertz - low) / (high - low)) * (highShare - lowShare));
}
