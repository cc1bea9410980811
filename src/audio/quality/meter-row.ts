import type { MeterId, Verdict } from './report.ts';

/** Meter row: what thresholds.ts says of one meter. */
export type Values = Readonly<Record<MeterId, number>>;

export interface MeterRow {
  readonly id: MeterId;
  readonly label: string;
  readonly reading: (value: number, values: Values) => string;
  /** What the scale is of, where that is not the value itself. */
  readonly amount?: (values: Values) => number;
  /** (amount, score) points, ascending in amount, joined by straight lines. */
  readonly scale: readonly (readonly [number, number])[];
  /** The first step that applies gives verdict and advice; the last has no condition. */
  readonly steps: readonly Step[];
  /** Advice where the value could not be measured; that counts for nothing, good or bad. */
  readonly unmeasured: string;
}

export interface Step {
  readonly when?: (values: Values) => boolean;
  readonly verdict: Verdict;
  readonly advice: string;
}
