import type { Meter } from '../audio/quality/report.ts';
import type { Measurement } from '../engine/studio.ts';

const BAR_CELLS = 10;

/** A quality report for a terminal: one line for the whole, one for each meter, then what was done to the sound. */
export function reportLines(name: string, report: Measurement): string[] {
  const width = (pick: (meter: Meter) => string) => Math.max(...report.meters.map(meter => pick(meter).length));
  const labelWidth = width(meter => meter.label);
  const readingWidth = width(meter => meter.reading);
  return [
    `${name}: ${report.verdict}, ${report.durationSeconds.toFixed(1)} s`,
    ...report.meters.map(
      meter =>
        `  ${meter.label.padEnd(labelWidth)}  ${meter.reading.padStart(readingWidth)}  ${bar(meter.score)}  ${meter.verdict.padEnd(7)}  ${meter.advice}`,
    ),
    ...report.notes.map(note => `  ${note}`),
  ];
}

function bar(score: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, score)) * BAR_CELLS);
  return '█'.repeat(filled).padEnd(BAR_CELLS, '░');
}
