import type { Steps } from '../../steps.ts';
import { type FoundMark, type MarkKey, markRateHz, mostFalseAlarms } from '../watermark.ts';
import { type Pattern, patternOf } from './pattern.ts';
import { leastQuickScore, type Reading, read } from './reading.ts';
import { blockFrames, search } from './search.ts';
import { coarseSpeeds, fineSpeeds, type Speed } from './speeds.ts';

/**
 * Longer sound is looked at in excerpts that overlap by half: speeds are told apart more finely the longer an excerpt is. Where no number was
 * read it is looked at once more in short ones, for marks that are there for a moment only: beside other speech, or in pieces with pauses put between.
 */
const passes = [
  { excerptSeconds: 10.24, speedsOf: fineSpeeds },
  { excerptSeconds: 1.28, speedsOf: () => coarseSpeeds },
] as const satisfies readonly { excerptSeconds: number; speedsOf(seconds: number): readonly Speed[] }[];

interface Excerpt {
  readonly start: number;
  readonly end: number;
}

type Found = Omit<FoundMark, 'method'>;

/** Marks in sound at {@link markRateHz}, more than one of the same number where it is in several places. `looks`: how often as much is looked at. */
export function* findMarks(samples: Float32Array, keys: readonly MarkKey[], looks: number): Steps<Found[]> {
  const patterns = keys.map(({ bytes }) => patternOf(bytes));
  const found: Found[] = [];
  const read: Excerpt[] = [];
  for (const { excerptSeconds, speedsOf } of passes) {
    const excerpts = excerptsOf(samples.length, Math.round(excerptSeconds * markRateHz));
    const speeds = speedsOf((excerpts[0].end - excerpts[0].start) / markRateHz);
    const tried = looks * passes.length * excerpts.length * speeds.length * blockFrames * keys.length;
    for (const excerpt of excerpts) {
      if (read.some(({ start, end }) => start <= excerpt.start && excerpt.end <= end)) continue;
      const marks = yield* lookAt(samples.subarray(excerpt.start, excerpt.end), patterns, { speeds, tried });
      for (const { pattern, id, falseAlarmRate } of marks) {
        if (id !== undefined) read.push(excerpt);
        found.push({
          keyNumber: keys[pattern]!.number,
          ...(id !== undefined && { generationId: id.toString(16).padStart(8, '0') }),
          falseAlarmRate,
          startSeconds: excerpt.start / markRateHz,
          endSeconds: excerpt.end / markRateHz,
        });
      }
    }
  }
  return found;
}

interface Look {
  readonly speeds: readonly Speed[];
  /** All places, speeds, keys and excerpts that are looked at. */
  readonly tried: number;
}

function* lookAt(
  samples: Float32Array,
  patterns: readonly Pattern[],
  { speeds, tried }: Look,
): Steps<(Pick<Reading, 'id'> & { pattern: number; falseAlarmRate: number })[]> {
  const marks: (Pick<Reading, 'id'> & { pattern: number; falseAlarmRate: number })[] = [];
  const leastScore = leastQuickScore(mostFalseAlarms / tried);
  for (const candidate of yield* search(samples, patterns, { speeds, leastScore })) {
    const { id, chance } = yield* read(candidate, patterns[candidate.pattern]!);
    const falseAlarmRate = tried * chance;
    if (falseAlarmRate > mostFalseAlarms) continue;
    marks.push({ pattern: candidate.pattern, ...(id !== undefined && { id }), falseAlarmRate });
    // What is left is the same mark, a frame earlier or later.
    if (id !== undefined) break;
  }
  return marks;
}

function excerptsOf(length: number, longest: number): [Excerpt, ...Excerpt[]] {
  if (length <= longest) return [{ start: 0, end: length }];
  const steps = Math.ceil((2 * (length - longest)) / longest);
  const excerptAt = (step: number): Excerpt => {
    const start = Math.round(((length - longest) * step) / steps);
    return { start, end: start + longest };
  };
  return [excerptAt(0), ...Array.from({ length: steps }, (_, index) => excerptAt(index + 1))];
}
