import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type Audio, durationSeconds } from '../../audio.ts';
import type { PitchLine } from '../pitch-meter.ts';
import { quantile } from '../statistics.ts';
import { createColourMap } from './colour-map.ts';
import { type MelPicture, melOf, melPicture } from './mel-picture.ts';
import { write } from './text.ts';
import { type Box, theme } from './theme.ts';

/** Spectrogram: the mel picture in colour, its frequency axis at the left, the pitch line over it with its own axis at the right. */
export function drawSpectrogram(
  context: SKRSContext2D,
  audio: Audio,
  { box, pitch, bandwidthHz }: { box: Box; pitch: PitchLine; bandwidthHz: number },
): void {
  const picture = melPicture(audio, { columns: box.width, rows: box.height });
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, 6);
  context.clip();
  context.drawImage(paint(picture), box.x, box.y);
  context.restore();
  drawFrequencyAxis(context, box, picture.highestHz);
  if (bandwidthHz > 0) drawBandwidth(context, box, 1 - melOf(bandwidthHz) / melOf(picture.highestHz));
  if (pitch.medianHz > 0) drawPitch(context, { box, pitch, seconds: durationSeconds(audio) });
}

function paint({ columns, rows, brightness }: MelPicture) {
  const canvas = createCanvas(columns, rows);
  const context = canvas.getContext('2d');
  const image = context.createImageData(columns, rows);
  const colours = createColourMap();
  for (let i = 0; i < brightness.length; i++) {
    const step = 3 * Math.round(brightness[i]! * (colours.length / 3 - 1));
    image.data.set([colours[step]!, colours[step + 1]!, colours[step + 2]!, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function drawFrequencyAxis(context: SKRSContext2D, { x, y, height }: Box, highestHz: number): void {
  for (const hz of [0, 500, 1000, 2000, 4000, 8000, 12_000].filter(value => value <= highestHz)) {
    const at = y + height * (1 - melOf(hz) / melOf(highestHz));
    context.fillStyle = theme.textSoft;
    context.fillRect(x - 5, Math.round(Math.min(at, y + height - 1)), 4, 1);
    write(context, hz < 1000 ? `${hz}` : `${hz / 1000}k`, {
      x: x - 9,
      y: at + 4,
      sizePixels: 12,
      colour: theme.textSoft,
      align: 'right',
    });
  }
}

/** Where the voice ends; nothing of it is above. */
function drawBandwidth(context: SKRSContext2D, { x, y, width, height }: Box, share: number): void {
  const at = Math.round(y + share * height) + 0.5;
  context.save();
  context.setLineDash([5, 5]);
  context.strokeStyle = theme.marker;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, at);
  context.lineTo(x + width, at);
  context.stroke();
  context.restore();
}

/** An axis that holds the voice with room around it: whole fractions of an octave around the median. */
const OCTAVES_AROUND = 1.25;
const PITCH_TICKS_HZ = [40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800];

function drawPitch(context: SKRSContext2D, { box, pitch, seconds }: { box: Box; pitch: PitchLine; seconds: number }): void {
  const { x, y, width, height } = box;
  const at = (hz: number) => y + height * (0.5 - Math.log2(hz / pitch.medianHz) / (2 * OCTAVES_AROUND));
  const points = thin(pitch, seconds / width).map(({ hz, atSeconds }) => ({
    hz,
    x: x + (atSeconds * width) / seconds,
    y: at(hz),
  }));

  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const lineWidthPixels = seconds > 30 ? 1.4 : 2.2;
  // A dark edge keeps the line readable over the bright parts.
  for (const [lineWidth, colour] of [
    [lineWidthPixels + 2.6, 'rgba(8, 10, 18, 0.75)'],
    [lineWidthPixels, theme.pitch],
  ] as const) {
    context.lineWidth = lineWidth;
    context.strokeStyle = colour;
    context.beginPath();
    for (const [frame, point] of points.entries()) {
      if (!(point.hz > 0) || point.y < y || point.y > y + height) continue;
      const before = points[frame - 1];
      const joined = before && before.hz > 0 && Math.abs(Math.log2(point.hz / before.hz)) < 0.3;
      if (joined) context.lineTo(point.x, point.y);
      else context.moveTo(point.x, point.y);
    }
    context.stroke();
  }
  context.restore();

  let lastTick = Number.POSITIVE_INFINITY;
  for (const hz of PITCH_TICKS_HZ) {
    const tick = at(hz);
    if (tick < y + 24 || tick > y + height - 4 || lastTick - tick < 26) continue;
    lastTick = tick;
    context.fillStyle = theme.pitch;
    context.fillRect(x + width + 2, Math.round(tick), 4, 1);
    write(context, `${hz}`, { x: x + width + 10, y: tick + 4, sizePixels: 12, colour: theme.pitch });
  }
}

/** The line as it is where a pixel holds few frames; the middle of every two pixels' worth where it holds many. */
function thin({ f0Hz, hopSeconds }: PitchLine, pixelSeconds: number): { hz: number; atSeconds: number }[] {
  const perPoint = pixelSeconds > 4 * hopSeconds ? Math.round((2 * pixelSeconds) / hopSeconds) : 1;
  return Array.from({ length: Math.ceil(f0Hz.length / perPoint) }, (_, point) => {
    const voiced = f0Hz.subarray(point * perPoint, (point + 1) * perPoint).filter(hz => hz > 0);
    return { hz: voiced.length > 0 ? quantile(voiced, 0.5) : 0, atSeconds: (point + 0.5) * perPoint * hopSeconds };
  });
}
