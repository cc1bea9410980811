import type { Steps } from '../steps.ts';
import { patchwork } from './patchwork/patchwork.ts';
import type { FoundMark, Mark, Marker, MarkKey, WatermarkMethod } from './watermark.ts';

/** Every way to mark. All are looked for; the usual one marks. To add one: a folder beside this file, its row here. */
export const watermarks = { patchwork } as const satisfies Readonly<Record<string, WatermarkMethod>>;

const usual: WatermarkMethod = watermarks.patchwork;

export function createMarker(mark: Mark, sampleRateHz: number): Marker {
  return usual.createMarker(mark, sampleRateHz);
}

/** Mono sound at markRateHz; the surest first. */
export function* findMarks(samples: Float32Array, keys: readonly MarkKey[]): Steps<FoundMark[]> {
  const marks: FoundMark[] = [];
  for (const method of Object.values(watermarks)) marks.push(...(yield* method.find(samples, keys)));
  return marks.toSorted((a, b) => a.falseAlarmRate - b.falseAlarmRate);
}
