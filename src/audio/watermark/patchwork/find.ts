import type { Steps } from '../../steps.ts';
import { type FoundMark, type MarkKey, markRateHz, mostFalseAlarms } from '../watermark.ts';
import { patternOf } from './pattern.ts';
import { type Reading, read } from './reading.ts';
import { search } from './search.ts';

/** Longer sound is looked at in excerpts that overlap by half: speeds are told apart more finely the longer an excerpt is. */
const excerptSeconds = 10.24;

/** Marks in sound at {@link markRateHz}. */
export function* findMarks(samples: Float32Array, keys: readonly MarkKey[]): Steps<Omit<FoundMark, 'method'>[]> {
  const patterns = keys.map(({ bytes }) => patternOf(bytes));
  const excerpts = excerptsOf(samples.length);
  const found = new Map<string, Omit<FoundMark, 'method'>>();
  for (const { start, end } of excerpts) {
    const { candidates, tried } = yield* search(samples.subarray(start, end), patterns);
    for (const candidate of candidates) {
      const reading = yield* read(candidate, patterns[candidate.pattern]!);
      const falseAlarmRate = excerpts.length * tried * reading.chance;
      if (falseAlarmRate > mostFalseAlarms) continue;
      const mark = {
        keyNumber: keys[candidate.pattern]!.number,
        ...idIn(reading),
        falseAlarmRate,
        startSeconds: start / markRateHz,
        endSeconds: end / markRateHz,
      };
      const known = found.get(nameOf(mark));
      if (!known || known.falseAlarmRate > falseAlarmRate) found.set(nameOf(mark), mark);
      // What is left is the same mark, a frame earlier or later.
      if (reading.id !== undefined) break;
    }
  }
  const marks = [...found.values()].toSorted((a, b) => a.falseAlarmRate - b.falseAlarmRate);
  const isRead = marks.some(({ generationId }) => generationId !== undefined);
  return isRead ? marks.filter(({ generationId }) => generationId !== undefined) : marks;
}

function idIn({ id }: Reading): { generationId?: string } {
  return id === undefined ? {} : { generationId: id.toString(16).padStart(8, '0') };
}

function nameOf({ keyNumber, generationId = '' }: Pick<FoundMark, 'keyNumber' | 'generationId'>): string {
  return `${keyNumber}/${generationId}`;
}

function excerptsOf(length: number): { start: number; end: number }[] {
  const longest = Math.round(excerptSeconds * markRateHz);
  if (length <= longest) return [{ start: 0, end: length }];
  const steps = Math.ceil((2 * (length - longest)) / longest);
  return Array.from({ length: steps + 1 }, (_, index) => {
    const start = Math.round(((length - longest) * index) / steps);
    return { start, end: start + longest };
  });
}
