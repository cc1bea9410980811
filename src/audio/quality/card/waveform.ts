import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Audio } from '../../audio.ts';
import type { Speech } from '../vad.ts';
import { write } from './text.ts';
import { type Box, theme } from './theme.ts';

const QUIETEST_PEAK = 0.02;

/** Waveform: one column per pixel, as tall as its extremes; bright where somebody speaks, grey elsewhere. */
export function drawWaveform(context: SKRSContext2D, audio: Audio, { box, speech }: { box: Box; speech: Speech }): void {
  const { x, y, width, height } = box;
  const extremes = columnsOf(audio.samples, width);
  const peak = extremes.reduce((highest, [low, high]) => Math.max(highest, -low, high), QUIETEST_PEAK);
  const middle = y + height / 2;
  const bright = context.createLinearGradient(0, y, 0, y + height);
  bright.addColorStop(0, theme.speech[1]);
  bright.addColorStop(0.5, theme.speech[0]);
  bright.addColorStop(1, theme.speech[1]);
  const columnSeconds = audio.samples.length / audio.sampleRateHz / width;

  context.fillStyle = theme.spoken;
  for (const { startSeconds, endSeconds } of speech.segments) {
    context.fillRect(x + startSeconds / columnSeconds, y, (endSeconds - startSeconds) / columnSeconds, height);
  }
  for (const [column, [low, high]] of extremes.entries()) {
    const seconds = (column + 0.5) * columnSeconds;
    const spoken = speech.segments.some(segment => seconds >= segment.startSeconds && seconds < segment.endSeconds);
    context.fillStyle = spoken ? bright : theme.pause;
    const top = middle - (high / peak) * (height / 2 - 3);
    const bottom = middle - (low / peak) * (height / 2 - 3);
    context.fillRect(x + column, top, 1, Math.max(1, bottom - top));
  }
  const share = Math.round(100 * peak);
  for (const [label, at] of [
    [`${share} %`, y + 12],
    ['0', middle + 4],
    [`−${share} %`, y + height - 3],
  ] as const) {
    write(context, label, { x: x - 9, y: at, sizePixels: 12, colour: theme.textSoft, align: 'right' });
  }
}

export function peakDecibels({ samples }: Audio): number {
  return 20 * Math.log10(samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 1e-6));
}

/** Lowest and highest sample of each column. */
function columnsOf(samples: Float32Array, columns: number): [number, number][] {
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns));
    let [low, high] = [0, 0];
    for (let i = from; i < to && i < samples.length; i++) {
      low = Math.min(low, samples[i]!);
      high = Math.max(high, samples[i]!);
    }
    return [low, high];
  });
}
