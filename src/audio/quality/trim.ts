import type { Audio } from '../audio.ts';
import { analyseFrames } from './frames.ts';
import { detectSpeech, type Segment } from './vad.ts';

/** Trim: speech without its dead time. What stays is untouched, except for the seams. */
export const trimDefaults = {
  longestPauseSeconds: 0.6,
  keptPauseSeconds: 0.3,
  edgeSeconds: 0.1,
  crossfadeSeconds: 0.01,
} as const;

/**
 * Shortens every pause over `longestPauseSeconds` to `keptPauseSeconds` (half from each end, crossfaded), and what precedes and
 * follows speech to `edgeSeconds`. Sound that is not speech counts as pause. Audio without speech is returned as it is.
 */
export function trimSilences(audio: Audio): Audio {
  const { segments } = detectSpeech(analyseFrames(audio));
  if (segments.length === 0) return audio;
  const { samples, sampleRateHz } = audio;
  const ranges = keptRanges(segments, samples.length / sampleRateHz).map(({ startSeconds, endSeconds }) => ({
    start: Math.round(startSeconds * sampleRateHz),
    end: Math.min(samples.length, Math.round(endSeconds * sampleRateHz)),
  }));
  const fade = Math.round(trimDefaults.crossfadeSeconds * sampleRateHz);
  const length = ranges.reduce((sum, { start, end }) => sum + end - start, 0) - fade * (ranges.length - 1);
  const trimmed = new Float32Array(length);
  let offset = 0;
  for (const [index, { start, end }] of ranges.entries()) {
    const overlap = index === 0 ? 0 : fade;
    offset -= overlap;
    for (let i = 0; i < overlap; i++) {
      const weight = (i + 0.5) / overlap;
      trimmed[offset + i] = (1 - weight) * trimmed[offset + i]! + weight * samples[start + i]!;
    }
    trimmed.set(samples.subarray(start + overlap, end), offset + overlap);
    offset += end - start;
  }
  return { samples: trimmed, sampleRateHz };
}

function keptRanges(segments: readonly Segment[], durationSeconds: number): Segment[] {
  const { longestPauseSeconds, keptPauseSeconds, edgeSeconds, crossfadeSeconds } = trimDefaults;
  const margin = (keptPauseSeconds + crossfadeSeconds) / 2;
  const ranges: { startSeconds: number; endSeconds: number }[] = [];
  for (const { startSeconds, endSeconds } of segments) {
    const last = ranges.at(-1);
    if (last && startSeconds - last.endSeconds <= longestPauseSeconds) last.endSeconds = endSeconds;
    else ranges.push({ startSeconds, endSeconds });
  }
  return ranges.map(({ startSeconds, endSeconds }, index) => ({
    startSeconds: Math.max(0, startSeconds - (index === 0 ? edgeSeconds : margin)),
    endSeconds: Math.min(durationSeconds, endSeconds + (index === ranges.length - 1 ? edgeSeconds : margin)),
  }));
}
