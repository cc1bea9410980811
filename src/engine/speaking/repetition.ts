import { createMelAnalyser } from '../../audio/mel.ts';

/**
 * Repetition: finds speech that has got stuck: the same half to two seconds three times over while the text says nothing three times.
 * Compares the colour of the sound with itself some time earlier: correlation of logarithmic mel bands.
 */
const mel = { windowSeconds: 0.04, bandCount: 16, lowestHz: 150, highestHz: 6000 } as const;
const HOP_SECONDS = 0.02;
const SHORTEST_SECONDS = 0.5;
const LONGEST_SECONDS = 2;
/** Times that something is said before it counts as stuck. */
const TIMES = 3;
/** How much of a stretch that is repeated word for word stays after a codec and a little unevenness; speech itself reaches 0.6 at most. */
const ALIKE = 0.8;
/** Of the logarithm of power, which moves by several in any speech. */
const LEAST_VARIANCE = 0.5;
const SECONDS_PER_LOOK = 0.25;
/** Natural logarithm of power: nothing below -60 dB of full scale counts as colour. */
const FLOOR = Math.log(1e-6);

/** For rules.ts: pushes give the number of good samples once it is stuck: up to the end of the first time. */
export function createRepetitionDetector(
  text: string,
  sampleRateHz: number,
): { push(samples: Float32Array): number | undefined } {
  if (saysThingsAgain(text)) return { push: () => undefined };
  const analyser = createMelAnalyser(sampleRateHz, mel);
  const hop = Math.round(HOP_SECONDS * sampleRateHz);
  const keptFrames = Math.round((TIMES * LONGEST_SECONDS) / HOP_SECONDS);
  const framesPerLook = Math.round(SECONDS_PER_LOOK / HOP_SECONDS);
  /** Up to twice what a look needs, then halved, so that nothing grows with the speech. */
  let frames: Float32Array[] = [];
  let seen = 0;
  let rest: Float32Array = new Float32Array(0);
  return {
    push(samples) {
      const joined = new Float32Array(rest.length + samples.length);
      joined.set(rest);
      joined.set(samples, rest.length);
      let start = 0;
      for (; start + analyser.windowLength <= joined.length; start += hop) {
        frames.push(analyser.bands(joined, start).map(band => Math.max(FLOOR, band)));
        seen++;
        if (seen % framesPerLook !== 0) continue;
        if (frames.length > 2 * keptFrames) frames = frames.slice(-keptFrames);
        const lag = findLag(frames.slice(-keptFrames));
        if (lag !== undefined) return Math.max(0, seen - (TIMES - 1) * lag) * hop;
      }
      rest = joined.slice(start);
      return undefined;
    },
  };
}

/** Frames after which the newest of them repeat, if they do. */
function findLag(frames: readonly Float32Array[]): number | undefined {
  let best: { readonly lag: number; readonly alike: number } | undefined;
  for (let lag = Math.round(SHORTEST_SECONDS / HOP_SECONDS); TIMES * lag <= frames.length; lag++) {
    const alike = correlation(frames, lag);
    if (alike >= ALIKE && alike > (best?.alike ?? 0)) best = { lag, alike };
  }
  return best?.lag;
}

/**
 * Of the newest TIMES - 1 stretches of `lag` frames with what came `lag` before each, -1 to 1; every band without its mean, so that sound
 * that never changes, as silence, is like nothing.
 */
function correlation(frames: readonly Float32Array[], lag: number): number {
  const first = frames.length - (TIMES - 1) * lag;
  const count = frames.length - first;
  let [product, now, earlier] = [0, 0, 0];
  for (let band = 0; band < mel.bandCount; band++) {
    let [sumNow, sumEarlier, sumProduct, squaresNow, squaresEarlier] = [0, 0, 0, 0, 0];
    for (let frame = first; frame < frames.length; frame++) {
      const a = frames[frame]![band]!;
      const b = frames[frame - lag]![band]!;
      sumNow += a;
      sumEarlier += b;
      sumProduct += a * b;
      squaresNow += a * a;
      squaresEarlier += b * b;
    }
    product += sumProduct - (sumNow * sumEarlier) / count;
    now += squaresNow - sumNow ** 2 / count;
    earlier += squaresEarlier - sumEarlier ** 2 / count;
  }
  const isSteady = now < LEAST_VARIANCE * count * mel.bandCount;
  return isSteady ? 0 : product / (Math.sqrt(now * earlier) || Number.POSITIVE_INFINITY);
}

/** The same word, or the same run of letters, three times or more: then speech may do so too. */
function saysThingsAgain(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  if ([...counts].some(([word, count]) => count >= TIMES && word.length >= 4)) return true;
  // "Monday, Tuesday, Wednesday": a voice that reads evenly says the same every time.
  const endings = Map.groupBy(
    words.filter(word => word.length > 3),
    word => word.slice(-3),
  );
  if ([...endings.values()].some(({ length }) => length > TIMES)) return true;
  return /(.{1,40}?)\1{2}/u.test(words.join('').slice(0, 1_000)) || /(?:^| )(\S+(?: \S+)?) \1 \1(?: |$)/u.test(words.join(' '));
}
