import { type Bar, mean } from '../report.ts';
import type { ConditionName } from './conditions.ts';
import type { Row } from './measure.ts';

/** Bars: what the embedded engine must reach on rms, slt and awb, and what it aims for. Means and worst voices are told apart. */
export const barVoices = ['rms', 'slt', 'awb'];

export type Results = Partial<Record<ConditionName, readonly Row[]>>;

export function barsOf(results: Results): Bar[] {
  return [...cleanBars(results), ...otherBars(results)];
}

function cleanBars(results: Results): Bar[] {
  const rows = judged(results.clean);
  if (rows.length === 0) return [];
  const distortions = rows.map(row => row.distortionDecibels);
  const errorsOverCopy = rows.map(row => row.wordErrorPercent - row.copy.wordErrorPercent);
  const gains = rows.map(row => row.raw.distortionDecibels - row.distortionDecibels);
  return [
    { measure: 'MCD, worst voice', value: Math.max(...distortions), bar: 5.5, aim: 4.5, unit: 'dB' },
    { measure: 'MCD, mean', value: mean(distortions), bar: 5.1, aim: 4.5, unit: 'dB' },
    { measure: 'MCD gain over raw espeak, least', value: Math.min(...gains), bar: 5.5, unit: 'dB', higherIsBetter: true },
    {
      measure: 'right speaker of 25',
      value: percent(rows, 'rightOf25'),
      bar: 95,
      aim: 100,
      unit: '%',
      digits: 0,
      higherIsBetter: true,
    },
    { measure: 'right speaker of 5', value: percent(rows, 'rightOf5'), bar: 100, unit: '%', digits: 0, higherIsBetter: true },
    { measure: 'margin of 5, least', value: least(rows, 'marginOf5'), bar: 5, unit: 'nats', higherIsBetter: true },
    { measure: 'word errors over copy synthesis, mean', value: mean(errorsOverCopy), bar: 12, aim: 0, unit: 'points', digits: 1 },
    {
      measure: 'word errors over copy synthesis, worst voice',
      value: Math.max(...errorsOverCopy),
      bar: 12,
      aim: 0,
      unit: 'points',
      digits: 1,
    },
    {
      measure: 'pitch error, worst voice',
      value: Math.max(...rows.map(row => Math.abs(row.pitchErrorSemitones))),
      bar: 1,
      unit: 'semitones',
    },
    {
      measure: 'duration against true, worst voice',
      value: Math.max(...rows.map(row => Math.abs(row.durationRatio - 1))),
      bar: 0.15,
      unit: 'off 1',
    },
    {
      measure: 'alignment frame accuracy, mean',
      value: mean(rows.map(row => row.alignmentAccuracy)),
      bar: 0.75,
      aim: 0.83,
      unit: '',
      higherIsBetter: true,
    },
    {
      measure: 'copy synthesis MCD, worst voice',
      value: Math.max(...rows.map(row => row.copy.distortionDecibels)),
      bar: 3.2,
      unit: 'dB',
    },
  ];
}

function otherBars(results: Results): Bar[] {
  const bars: Bar[] = [];
  const add = (condition: ConditionName, bar: (rows: readonly Row[]) => Omit<Bar, 'unit'> & { unit?: string }) => {
    const rows = judged(results[condition]);
    if (rows.length > 0) bars.push({ unit: 'dB', ...bar(rows) });
  };
  const worst = (rows: readonly Row[]) => Math.max(...rows.map(row => row.distortionDecibels));
  add('short', rows => ({ measure: 'MCD with 5 s of reference, worst voice', value: worst(rows), bar: 6.4, aim: 5.4 }));
  add('no-transcript', rows => ({ measure: 'MCD without transcript, worst voice', value: worst(rows), bar: 7.5, aim: 6.0 }));
  add('opus', rows => {
    const clean = new Map(judged(results.clean).map(row => [row.voice, row.distortionDecibels]));
    const increases = rows.map(row => row.distortionDecibels - (clean.get(row.voice) ?? Number.NaN));
    return { measure: 'MCD increase through Opus 24 kbit/s, worst voice', value: Math.max(...increases), bar: 0.6, aim: 0.3 };
  });
  const right = { unit: '%', digits: 0, higherIsBetter: true };
  add('room', rows => ({ measure: 'right speaker of 25 in room noise', value: percent(rows, 'rightOf25'), bar: 90, ...right }));
  add('white', rows => ({
    measure: 'warned about white noise at 20 dB',
    value: 100 * mean(rows.map(row => row.warned)),
    bar: 100,
    ...right,
  }));
  return bars;
}

function judged(rows: readonly Row[] = []): Row[] {
  return rows.filter(row => barVoices.includes(row.voice));
}

function percent(rows: readonly Row[], measure: 'rightOf25' | 'rightOf5'): number {
  return 100 * mean(rows.map(row => row[measure]));
}

function least(rows: readonly Row[], measure: 'marginOf5'): number {
  return Math.min(...rows.map(row => row[measure]));
}
