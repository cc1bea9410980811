import type { Judgement, JudgementReason } from '../verifier.ts';
import { calibration } from './calibration.ts';
import type { Comparison } from './comparison.ts';
import type { Heard } from './listening.ts';

/** Decision: what was heard against what was asked for, in a few numbers, each with its limit. */

/** What cannot be compared at all. */
const hopeless = 99;

/** `claimed`: place in the list of each word asked for, in order. */
export function decide(heard: Heard, claimed: readonly number[]): Judgement {
  if (heard.reason) return judgement(heard.scores, heard.reason);
  const { cost, partCost } = statementCosts(heard.comparisons);
  const margins = claimed.map((word, slot) => marginOf(slotScores(heard.comparisons, slot), word));
  const named = Object.fromEntries(margins.map((margin, slot) => [`word${slot + 1}Margin`, margin]));
  const voiceShift = bounded(meanOf(heard.comparisons.map(comparison => comparison.voiceShift)), hopeless);
  const scores = { ...heard.scores, statementCost: cost, statementPartCost: partCost, ...named, voiceShift };
  if (cost > calibration.mostStatementCost || partCost > calibration.mostStatementPartCost) {
    return judgement(scores, 'statement-differs');
  }
  if (margins.some(margin => margin < calibration.leastWordMargin)) return judgement(scores, 'words-differ');
  // Only of the right words: others fit the reader badly for another reason.
  return judgement(scores, voiceShift > calibration.mostVoiceShift ? 'several-speakers' : undefined);
}

function judgement(scores: Judgement['scores'], reason?: JudgementReason): Judgement {
  return { accepted: reason === undefined, ...(reason && { reason }), scores, thresholds: calibration };
}

/** How the statement fits on the whole, and in its worst part; lower is better. */
function statementCosts(comparisons: readonly Comparison[]): { cost: number; partCost: number } {
  const parts = comparisons[0].statement.map((_, part) => meanOf(comparisons.map(({ statement }) => statement[part])));
  return { cost: bounded(meanOf(parts), hopeless), partCost: bounded(Math.max(...parts), hopeless) };
}

/** Summed over the readers, [words]. */
export function slotScores(comparisons: readonly Comparison[], slot: number): Float64Array {
  const sum = new Float64Array(comparisons[0].scores[slot].length);
  for (const { scores } of comparisons) for (let word = 0; word < sum.length; word++) sum[word] += scores[slot][word];
  return sum;
}

/**
 * Lead of a word over the best other one, in units of the distance between an average word of the list and a good one (its 10th
 * percentile), which is about the same for every voice, channel and length of words.
 */
export function marginOf(scores: Float64Array, word: number): number {
  const sorted = scores.toSorted();
  const [best, second] = sorted;
  const spread = sorted[Math.floor(scores.length / 2)] - sorted[Math.floor(scores.length / 10)];
  const bestOther = scores[word] === best ? second : best;
  return bounded((bestOther - scores[word]) / Math.max(spread, 1e-6), -hopeless);
}

function bounded(value: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.max(-hopeless, Math.min(hopeless, value)) : otherwise;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
