import type { Steps } from '../steps.ts';
import { patchwork } from './patchwork/patchwork.ts';
import { type FoundMark, leastFalseAlarms, type Mark, type Marker, type MarkKey, type WatermarkMethod } from './watermark.ts';

/** Every way to mark. All are looked for; the usual one marks. To add one: a folder beside this file, its row here. */
export const watermarks = { patchwork } as const satisfies Readonly<Record<string, WatermarkMethod>>;

const usual: WatermarkMethod = watermarks.patchwork;

export function createMarker(mark: Mark, sampleRateHz: number): Marker {
  return usual.createMarker(mark, sampleRateHz);
}

/** `channels`: of one sound, at markRateHz; one unless they differ. The surest first, each number once; without a number only where none is read. */
export function* findMarks(channels: readonly Float32Array[], keys: readonly MarkKey[]): Steps<FoundMark[]> {
  const methods = Object.values(watermarks);
  const marks: FoundMark[] = [];
  for (const method of methods) {
    for (const samples of channels) marks.push(...(yield* method.find(samples, keys, methods.length * channels.length)));
  }
  const surest = [...Map.groupBy(marks, nameOf).values()].map(joined).toSorted((a, b) => a.falseAlarmRate - b.falseAlarmRate);
  const read = surest.filter(({ generationId }) => generationId !== undefined);
  return (read.length > 0 ? read : surest).map(mark => ({
    ...mark,
    falseAlarmRate: Math.max(leastFalseAlarms, mark.falseAlarmRate),
  }));
}

/** Places of one mark: as sure as the surest, from the first to the last. */
function joined(marks: readonly FoundMark[]): FoundMark {
  return {
    ...marks.toSorted((a, b) => a.falseAlarmRate - b.falseAlarmRate)[0]!,
    startSeconds: Math.min(...marks.map(({ startSeconds }) => startSeconds)),
    endSeconds: Math.max(...marks.map(({ endSeconds }) => endSeconds)),
  };
}

function nameOf({ method, keyNumber, generationId = '' }: FoundMark): string {
  return `${method}/${keyNumber}/${generationId}`;
}
