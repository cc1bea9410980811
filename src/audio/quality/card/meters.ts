import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Meter, QualityReport } from '../report.ts';
import { write } from './text.ts';
import { type Box, theme, verdictStyle } from './theme.ts';

const BAR_PIXELS = 6;
const VERDICT_WIDTH = 66;

/** Meters: one row each, evenly spread over the height. */
export function drawMeters(context: SKRSContext2D, report: QualityReport, box: Box): void {
  const pitch = box.height / report.meters.length;
  for (const [index, meter] of report.meters.entries()) {
    const measured = !Number.isNaN(report.values[meter.id]);
    drawMeter(context, meter, { x: box.x, y: box.y + index * pitch, width: box.width, measured });
  }
}

function drawMeter(
  context: SKRSContext2D,
  meter: Meter,
  { x, y, width, measured }: { x: number; y: number; width: number; measured: boolean },
): void {
  const { colour, word } = verdictStyle[meter.verdict];
  const shade = measured ? colour : theme.textSoft;
  write(context, meter.label, { x, y: y + 17, sizePixels: 14, colour: measured ? theme.text : theme.textSoft });
  write(context, meter.reading, {
    x: x + width,
    y: y + 17,
    weight: 'bold',
    sizePixels: 14,
    colour: measured ? theme.text : theme.textSoft,
    align: 'right',
  });

  const track = width - VERDICT_WIDTH;
  const top = y + 27;
  context.fillStyle = theme.track;
  context.beginPath();
  context.roundRect(x, top, track, BAR_PIXELS, BAR_PIXELS / 2);
  context.fill();
  if (measured) {
    context.fillStyle = shade;
    context.beginPath();
    context.roundRect(x, top, Math.max(BAR_PIXELS, track * meter.score), BAR_PIXELS, BAR_PIXELS / 2);
    context.fill();
  }
  write(context, measured ? word : 'unknown', { x: x + width, y: top + 8, sizePixels: 12, colour: shade, align: 'right' });
}
