/**
 * Loudness meter: integrated loudness of one channel, sample by sample, readable at any time.
 * Source: ITU-R BS.1770-4 (K-weighting, blocks of 400 ms with 75 % overlap, gates at -70 LUFS and 10 LU below the rest), which
 * EBU R128 takes over.
 */
import { createKWeighting } from './k-weighting.ts';

export interface LoudnessMeter {
  push(samples: Float32Array): void;
  /** LUFS of all so far; -Infinity before the first 400 ms, and for silence. */
  integratedLufs(): number;
}

const STEP_SECONDS = 0.1;
const STEPS_PER_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const OFFSET_LU = -0.691;

export function createLoudnessMeter(sampleRateHz: number): LoudnessMeter {
  const weigh = createKWeighting(sampleRateHz);
  const stepLength = Math.round(sampleRateHz * STEP_SECONDS);
  const steps: number[] = [];
  const blockPowers: number[] = [];
  let stepPower = 0;
  let stepFill = 0;
  return {
    push(samples) {
      for (const sample of samples) {
        const weighted = weigh(sample);
        stepPower += weighted * weighted;
        if (++stepFill < stepLength) continue;
        steps.push(stepPower / stepLength);
        stepPower = 0;
        stepFill = 0;
        if (steps.length < STEPS_PER_BLOCK) continue;
        const power = mean(steps);
        steps.shift();
        if (powerLufs(power) > ABSOLUTE_GATE_LUFS) blockPowers.push(power);
      }
    },
    integratedLufs() {
      const relativeGateLufs = powerLufs(mean(blockPowers)) + RELATIVE_GATE_LU;
      return powerLufs(mean(blockPowers.filter(power => powerLufs(power) > relativeGateLufs)));
    },
  };
}

/** -Infinity for silence and for less than 400 ms. */
export function integratedLufs(samples: Float32Array, sampleRateHz: number): number {
  const meter = createLoudnessMeter(sampleRateHz);
  meter.push(samples);
  return meter.integratedLufs();
}

function powerLufs(power: number): number {
  return OFFSET_LU + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
