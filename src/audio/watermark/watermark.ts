import type { Audio } from '../audio.ts';
import type { Steps } from '../steps.ts';

/** WatermarkMethod: a way to hide a number in speech that is not heard and that survives what chats do to sound; rows of index.ts. */
export interface WatermarkMethod {
  /** For one utterance; `generationId`: 8 hex digits. */
  createMarker(mark: Mark, sampleRateHz: number): Marker;
  /**
   * Mono at {@link markRateHz}. Blind: knows the keys and nothing of the unmarked sound. Every place where one is found, in any order. `looks`: how
   * often as much is looked at, by other methods and in other channels; the rates of false alarms are of all of them together.
   */
  find(samples: Float32Array, keys: readonly MarkKey[], looks: number): Steps<FoundMark[]>;
}

export interface Mark {
  readonly key: MarkKey;
  readonly generationId: string;
}

/** Keys are numbered, so that speech that was marked with an earlier one is still known. */
export interface MarkKey {
  readonly number: number;
  /** 32, random or derived. */
  readonly bytes: Uint8Array;
}

/** Marks sound while it is being made. All that comes out is as long as all that went in, and silence stays silence. */
export interface Marker {
  /** The most that it holds back. */
  readonly delaySamples: number;
  push(samples: Float32Array): Float32Array;
  /** The rest. */
  flush(): Float32Array;
}

export interface FoundMark {
  /** Row of index.ts. */
  readonly method: string;
  readonly keyNumber: number;
  /** Absent where there is a mark whose number cannot be read. */
  readonly generationId?: string;
  /** How often as strong a sign is found, or a stronger one, in sound that carries no mark of these keys: at most; {@link leastFalseAlarms} at least. */
  readonly falseAlarmRate: number;
  /** From the first to the last place where it was found, which are excerpts of up to 10 s. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Marks are looked for at this rate: all of them lie below half of it. */
export const markRateHz = 16_000;

/** A mark is believed when it would be found by chance less often than this, all places and speeds that are tried taken together. */
export const mostFalseAlarms = 1e-6;

/** Below, mistakes in the making of keys and programs are likelier than chance. */
export const leastFalseAlarms = 1e-12;

export function markAudio({ samples, sampleRateHz }: Audio, marker: Marker): Audio {
  const first = marker.push(samples);
  const marked = new Float32Array(samples.length);
  marked.set(first);
  marked.set(marker.flush(), first.length);
  return { samples: marked, sampleRateHz };
}
