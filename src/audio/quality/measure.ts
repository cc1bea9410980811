import type { Audio } from '../audio.ts';
import { createLoudnessMeter } from '../loudness-meter.ts';
import { finish, type Steps } from '../steps.ts';
import { measureBandwidth } from './bandwidth.ts';
import { measureClipping } from './clipping.ts';
import { analyseFramesInSteps, type Frames } from './frames.ts';
import type { MeterRow, Values } from './meter-row.ts';
import { measureNoise, measureWhiteness } from './noise.ts';
import { measurePitchInSteps, type PitchLine } from './pitch-meter.ts';
import type { Meter, MeterId, QualityReport, Verdict } from './report.ts';
import { measureReverberation } from './reverberation.ts';
import { meterRows } from './thresholds.ts';
import { detectSpeech, type Speech } from './vad.ts';

const WORST_FIRST: readonly Verdict[] = ['refused', 'poor', 'fair', 'good'];

/** Everything that was found out about a recording, for the report and for its picture. */
export interface Examination {
  readonly frames: Frames;
  readonly speech: Speech;
  readonly pitch: PitchLine;
  readonly values: Values;
}

/** Measures a reference recording of any length and rate. Never refuses; a verdict of 'refused' is the caller's to act on. */
export function measureQuality(audio: Audio): QualityReport {
  return reportOf(finish(examine(audio)));
}

export function* examine(audio: Audio): Steps<Examination> {
  const frames = yield* analyseFramesInSteps(audio);
  const speech = detectSpeech(frames);
  yield;
  const noise = measureNoise(frames, speech);
  const pitch = yield* measurePitchInSteps(audio, speech);
  yield;
  const bandwidthHz = measureBandwidth(frames, speech, noise);
  yield;
  const levelLufs = yield* measureLevel(audio);
  const values: Record<MeterId, number> = {
    'speech-seconds': speech.seconds,
    'snr-db': noise.snrDecibels,
    'noise-whiteness': measureWhiteness(frames, noise, bandwidthHz),
    'clipping-percent': measureClipping(audio, speech),
    'bandwidth-hz': bandwidthHz,
    'reverberation-seconds': measureReverberation(frames, speech),
    'level-lufs': finiteOrNaN(levelLufs),
    'pitch-hz': pitch.medianHz,
    'pitch-spread-semitones': pitch.spreadSemitones,
  };
  return { frames, speech, pitch, values };
}

function* measureLevel({ samples, sampleRateHz }: Audio): Steps<number> {
  const meter = createLoudnessMeter(sampleRateHz);
  const stepLength = 5 * sampleRateHz;
  for (let start = 0; start < samples.length; start += stepLength) {
    meter.push(samples.subarray(start, start + stepLength));
    yield;
  }
  return meter.integratedLufs();
}

export function reportOf({ frames, values }: Examination): QualityReport {
  const meters = meterRows.map(row => judge(row, values));
  const verdict = WORST_FIRST.find(candidate => meters.some(meter => meter.verdict === candidate)) ?? 'good';
  return { durationSeconds: frames.durationSeconds, meters, verdict, values };
}

/** The one thing to do first: the advice of the worst meter. */
export function mostUsefulAdvice(report: QualityReport): string {
  if (report.verdict === 'good') return 'This recording makes a fine reference.';
  const worst = report.meters.filter(meter => meter.verdict === report.verdict);
  return worst.reduce((first, meter) => (meter.score < first.score ? meter : first)).advice;
}

function judge(row: MeterRow, values: Values): Meter {
  const { id, label } = row;
  const value = values[id];
  if (Number.isNaN(value)) return { id, label, reading: '–', score: 0, verdict: 'good', advice: row.unmeasured };
  const { verdict, advice } = row.steps.find(step => step.when?.(values) ?? true)!;
  return {
    id,
    label,
    reading: row.reading(value, values),
    score: interpolate(row.scale, row.amount?.(values) ?? value),
    verdict,
    advice,
  };
}

function interpolate(points: MeterRow['scale'], value: number): number {
  const above = points.findIndex(([at]) => at >= value);
  if (above === -1) return points.at(-1)![1];
  if (above === 0) return points[0]![1];
  const [[fromValue, fromScore], [toValue, toScore]] = [points[above - 1]!, points[above]!];
  return fromScore + ((toScore - fromScore) * (value - fromValue)) / (toValue - fromValue);
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
