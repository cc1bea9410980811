import { hopSeconds } from '../frames.ts';
import type { Track } from '../track.ts';

/**
 * Pace: syllables per second of speech, without knowing the words (de Jong and Wempe 2009, "Praat script to detect syllable nuclei and
 * measure speech rate automatically"): voiced peaks of the level with a dip on either side.
 */
const dipDecibels = 2;
const halfWindow = 5;
const audibleDecibels = 30;
/** Gaps longer than this are pauses and not counted as speech. */
const pauseSeconds = 0.15;

export function syllablesPerSecond(track: Track): number {
  const level = smoothLevel(track);
  const loud = Float32Array.from(level).sort()[Math.floor(0.95 * (track.count - 1))];
  let syllables = 0;
  let peak = -Infinity;
  let peakFrame = 0;
  let valley = Infinity;
  for (let frame = 0; frame < track.count; frame++) {
    if (level[frame] > peak) {
      peak = level[frame];
      peakFrame = frame;
    }
    if (level[frame] < peak - dipDecibels) {
      if (peak > valley + dipDecibels && peak > loud - audibleDecibels && track.f0Hz[peakFrame] > 0) syllables++;
      valley = level[frame];
      peak = level[frame];
      peakFrame = frame;
      // Down to the floor of the dip, and up again from there.
      while (frame + 1 < track.count && level[frame + 1] <= level[frame]) frame++;
      valley = peak = level[frame];
      peakFrame = frame;
    }
  }
  return syllables / Math.max(hopSeconds, speechSeconds(level, loud));
}

function smoothLevel({ count, cepstra }: Track): Float32Array {
  const level = new Float32Array(count);
  for (let frame = 0; frame < count; frame++) {
    let sum = 0;
    let used = 0;
    for (let at = Math.max(0, frame - halfWindow); at <= Math.min(count - 1, frame + halfWindow); at++, used++)
      sum += cepstra.data[at * cepstra.width];
    level[frame] = sum / used;
  }
  return level;
}

function speechSeconds(level: Float32Array, loud: number): number {
  let seconds = 0;
  let gap = 0;
  for (const value of level) {
    if (value > loud - audibleDecibels) {
      seconds += hopSeconds + (gap <= pauseSeconds ? gap : 0);
      gap = 0;
    } else gap += hopSeconds;
  }
  return seconds;
}
