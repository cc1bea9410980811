import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Audio } from '../../../src/audio/audio.ts';
import { measureQuality, mostUsefulAdvice } from '../../../src/audio/quality/measure.ts';
import type { MeterId, Verdict } from '../../../src/audio/quality/report.ts';
import { meterRows } from '../../../src/audio/quality/thresholds.ts';
import { addNoise, clip, echo, lowPass, map, music, noiseOf, RATE_HZ, silence, speech } from './synthetic.ts';

const clean = speech(14);

interface Row {
  readonly of: string;
  readonly audio: Audio;
  readonly verdict: Verdict;
  /** Lowest and highest reading allowed. */
  readonly readings?: Partial<Record<MeterId, readonly [number, number]>>;
  readonly verdicts?: Partial<Record<MeterId, Verdict>>;
}

const rows: readonly Row[] = [
  {
    of: 'clean speech',
    audio: clean,
    verdict: 'fair',
    readings: {
      'speech-seconds': [8.5, 10.5],
      'snr-db': [28, 70],
      'clipping-percent': [0, 0.1],
      'bandwidth-hz': [11_000, 12_000],
      'pitch-hz': [115, 127],
      'pitch-spread-semitones': [1, 3],
      'reverberation-seconds': [0, 0.2],
      'level-lufs': [-20, -15],
    },
    verdicts: { 'speech-seconds': 'fair', 'snr-db': 'good', 'reverberation-seconds': 'good' },
  },
  { of: 'a high voice', audio: speech(14, { medianHz: 220 }), verdict: 'fair', readings: { 'pitch-hz': [210, 233] } },
  {
    of: 'speech without a pause',
    audio: speech(14, { pauseSeconds: 0 }),
    verdict: 'good',
    readings: { 'speech-seconds': [12.5, 14] },
  },
  { of: '5 seconds', audio: speech(6.5), verdict: 'fair', verdicts: { 'speech-seconds': 'fair' } },
  {
    of: '0.4 seconds',
    audio: { ...clean, samples: clean.samples.slice(6000, 15_600) },
    verdict: 'refused',
    readings: { 'speech-seconds': [0, 0.4] },
  },
  {
    of: 'white noise at 40 dB',
    audio: addNoise(clean, 40),
    verdict: 'fair',
    readings: { 'snr-db': [38, 42], 'noise-whiteness': [0.9, 1] },
  },
  {
    of: 'white noise at 20 dB',
    audio: addNoise(clean, 20),
    verdict: 'poor',
    readings: { 'snr-db': [18, 22], 'noise-whiteness': [0.9, 1] },
    verdicts: { 'noise-whiteness': 'poor' },
  },
  { of: 'white noise at 12 dB', audio: addNoise(clean, 12), verdict: 'poor', readings: { 'snr-db': [10, 14] } },
  { of: 'white noise at 5 dB', audio: addNoise(clean, 5), verdict: 'refused', readings: { 'snr-db': [3, 7] } },
  {
    of: 'room noise at 20 dB',
    audio: addNoise(clean, 20, 0.95),
    verdict: 'fair',
    readings: { 'snr-db': [17, 24], 'noise-whiteness': [0, 0.45] },
    verdicts: { 'noise-whiteness': 'good', 'snr-db': 'fair' },
  },
  {
    of: 'room noise at 20 dB, no pauses',
    audio: addNoise(speech(14, { pauseSeconds: 0 }), 20, 0.95),
    verdict: 'fair',
    readings: { 'snr-db': [17, 24] },
  },
  { of: 'a little clipping', audio: clip(clean, 0.35), verdict: 'poor', readings: { 'clipping-percent': [1.5, 8] } },
  { of: 'heavy clipping', audio: clip(clean, 0.15), verdict: 'refused', readings: { 'clipping-percent': [8, 40] } },
  {
    of: 'heavy clipping, filtered afterwards',
    audio: lowPass(clip(clean, 0.15), 5000),
    verdict: 'refused',
    readings: { 'clipping-percent': [8, 40] },
    verdicts: { 'clipping-percent': 'refused' },
  },
  {
    of: 'a telephone',
    audio: lowPass(clean, 4000),
    verdict: 'poor',
    readings: { 'bandwidth-hz': [3800, 4400], 'clipping-percent': [0, 0.1] },
    verdicts: { 'bandwidth-hz': 'poor' },
  },
  {
    of: '8 kHz',
    audio: lowPass(clean, 8000),
    verdict: 'fair',
    readings: { 'bandwidth-hz': [7700, 8400] },
    verdicts: { 'bandwidth-hz': 'fair' },
  },
  { of: 'a furnished room', audio: echo(clean, 0.3), verdict: 'good', readings: { 'reverberation-seconds': [0.2, 0.4] } },
  {
    of: 'a bathroom',
    audio: echo(clean, 0.8),
    verdict: 'poor',
    readings: { 'reverberation-seconds': [0.6, 1.05] },
    verdicts: { 'reverberation-seconds': 'poor' },
  },
  {
    of: 'a whisper of a level',
    audio: map(clean, sample => sample * 0.01),
    verdict: 'poor',
    readings: { 'level-lufs': [-60, -55] },
  },
  {
    of: 'a constant offset',
    audio: map(clean, sample => sample + 0.1),
    verdict: 'fair',
    readings: { 'clipping-percent': [0, 0.3] },
  },
  { of: 'music', audio: music(12), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: 'white noise', audio: noiseOf(10 * RATE_HZ), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: 'brown noise', audio: noiseOf(10 * RATE_HZ, 0.98), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: 'silence', audio: silence(5), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: 'a constant', audio: silence(5, 0.5), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: '0.1 seconds of silence', audio: silence(0.1), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
  { of: 'nothing at all', audio: silence(0), verdict: 'refused', readings: { 'speech-seconds': [0, 0] } },
];

describe('measureQuality', () => {
  for (const { of, audio, verdict, readings = {}, verdicts = {} } of rows) {
    test(of, () => {
      const report = measureQuality(audio);
      const shown = report.meters.map(meter => `${meter.id} ${meter.reading} (${meter.verdict})`).join(', ');
      assert.equal(report.verdict, verdict, shown);
      for (const [id, [lowest, highest]] of Object.entries(readings)) {
        const value = report.values[id as MeterId];
        assert.ok(value >= lowest && value <= highest, `${id} is ${value}, expected ${lowest} to ${highest}; ${shown}`);
      }
      for (const [id, expected] of Object.entries(verdicts)) {
        assert.equal(report.meters.find(meter => meter.id === id)!.verdict, expected, shown);
      }
    });
  }

  test('every meter has a score within 0 and 1, a reading and one sentence of advice, whatever the sound', () => {
    for (const { of, audio } of [rows[0]!, rows.find(row => row.of === 'music')!, rows.at(-1)!]) {
      const { meters } = measureQuality(audio);
      assert.deepEqual(
        meters.map(meter => meter.id),
        meterRows.map(row => row.id),
      );
      for (const { id, score, reading, advice } of meters) {
        assert.ok(score >= 0 && score <= 1, `${of}: ${id} scores ${score}`);
        assert.match(reading, /^(–|none|inaudible|.*\d.*)$/, `${of}: ${id}`);
        assert.match(advice, /^[A-Z][^.!?]*( 0\.4 seconds)?\.$/, `${of}: ${id}`);
      }
    }
  });

  test('other sampling rates read the same', () => {
    const slow = lowPass(clean, 5500);
    const halved = { samples: slow.samples.filter((_, i) => i % 2 === 0), sampleRateHz: RATE_HZ / 2 };
    const [full, half] = [measureQuality(slow), measureQuality(halved)];
    assert.ok(Math.abs(full.values['speech-seconds'] - half.values['speech-seconds']) < 0.5);
    assert.ok(Math.abs(full.values['pitch-hz'] - half.values['pitch-hz']) < 3);
  });
});

describe('mostUsefulAdvice', () => {
  const cases: readonly (readonly [string, Audio, RegExp])[] = [
    ['hiss is named', addNoise(clean, 20), /hiss/],
    ['music is not speech', music(12), /No speech was found/],
    ['a short recording asks for more', speech(6.5), /15 seconds/],
    ['an echo', echo(clean, 0.8), /echo/],
    ['a good one is praised', speech(14, { pauseSeconds: 0 }), /fine reference/],
  ];
  for (const [name, audio, expected] of cases) {
    test(name, () => assert.match(mostUsefulAdvice(measureQuality(audio)), expected));
  }
});
