import { cepstralOrder, hzOfMel, melOfHz } from '../cepstrum.ts';
import { type Frames, pickRows, stack } from '../frames.ts';
import { applyMap, type LinearMap } from '../mapping/regression.ts';
import type { Utterance } from '../track.ts';
import type { Alignment } from './ladder.ts';

/**
 * Vocal tract length normalisation (Lee and Rose 1998, "A frequency warping approach to speaker normalization"): the reader's
 * envelopes, stretched along frequency until they lie as the person's do. Where formants move in the same place, a movement of the
 * reader's can be carried over to the person's voice.
 */
const candidates = Array.from({ length: 23 }, (_, index) => 0.78 + 0.02 * index);
const points = 96;

/** Linear map of cepstra that moves what was at `factor` * f Hz to f Hz. */
export function tractMap(bandHz: number, factor: number): LinearMap {
  const width = cepstralOrder + 1;
  const weights = new Float32Array((width + 1) * width);
  const basis = (order: number, position: number) => (order === 0 ? 1 : Math.SQRT2 * Math.cos(Math.PI * order * position));
  const melBand = melOfHz(bandHz);
  for (let point = 0; point < points; point++) {
    const position = (point + 0.5) / points;
    const from = Math.min(1, melOfHz(factor * hzOfMel(position * melBand)) / melBand);
    for (let input = 0; input < width; input++) {
      for (let output = 0; output < width; output++)
        weights[input * width + output] += (basis(input, from) * basis(output, position)) / points;
    }
  }
  return { weights, inputs: width, outputs: width };
}

/** The factor whose map leaves least of the person's cepstra unexplained, each cepstrum by its own line. */
export function estimateTract(
  bandHz: number,
  pairs: { source: Frames; target: Frames; rows: readonly (readonly [source: number, target: number])[] },
): number {
  const { source, target, rows } = pairs;
  // Only the frames that are looked at need to be stretched.
  const paired = pickRows(
    source,
    rows.map(([from]) => from),
  );
  const pairedRows = rows.map(([, to], index) => [index, to] as const);
  let best = { factor: 1, left: Infinity };
  for (const factor of candidates) {
    const left = unexplained(applyMap(tractMap(bandHz, factor), paired), target, pairedRows);
    if (left < best.left) best = { factor, left };
  }
  return best.factor;
}

function unexplained(source: Frames, target: Frames, rows: readonly (readonly [number, number])[]): number {
  let left = 0;
  const n = rows.length;
  for (let column = 1; column <= 14; column++) {
    let x = 0;
    let y = 0;
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (const [from, to] of rows) {
      const a = source.data[from * source.width + column];
      const b = target.data[to * target.width + column];
      x += a;
      y += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
    const covariance = xy / n - (x / n) * (y / n);
    left += yy / n - (y / n) ** 2 - covariance ** 2 / Math.max(1e-6, xx / n - (x / n) ** 2);
  }
  return left;
}

/** The same from alignments: their voiced frames, where formants show. Frames paired by sound alone count only where there are no others. */
export function tractOfPairs(bandHz: number, utterances: readonly Utterance[], alignments: readonly Alignment[]): number {
  const source = stack(utterances.map(utterance => utterance.source.cepstra));
  const target = stack(utterances.map(utterance => utterance.target.cepstra));
  const rows: [number, number][] = [];
  let sourceOffset = 0;
  let targetOffset = 0;
  const isTrusted = ({ kind }: Alignment) => kind === 'aligned';
  const trusted = alignments.some(isTrusted) ? isTrusted : () => true;
  utterances.forEach((utterance, index) => {
    const { sourceOfFrame, phoneOfFrame } = alignments[index];
    for (let frame = 0; frame < utterance.target.count; frame += 4) {
      if (!trusted(alignments[index]) || phoneOfFrame[frame] < 0 || utterance.target.f0Hz[frame] === 0) continue;
      rows.push([sourceOffset + sourceOfFrame[frame], targetOffset + frame]);
    }
    sourceOffset += utterance.source.count;
    targetOffset += utterance.target.count;
  });
  return estimateTract(bandHz, { source, target, rows });
}
