import type { SKRSContext2D } from '@napi-rs/canvas';
import { write } from './text.ts';
import { type Box, CARD_HEIGHT, CARD_WIDTH, theme } from './theme.ts';

/** Panels: the card's ground, its framed areas and its time axis. */
export function drawGround(context: SKRSContext2D): void {
  const ground = context.createLinearGradient(0, 0, CARD_WIDTH, CARD_HEIGHT);
  ground.addColorStop(0, theme.background[0]);
  ground.addColorStop(1, theme.background[1]);
  context.fillStyle = ground;
  context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
}

export function drawPanel(context: SKRSContext2D, { x, y, width, height }: Box): void {
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 14);
  context.fillStyle = theme.panel;
  context.fill();
  context.strokeStyle = theme.panelEdge;
  context.lineWidth = 1;
  context.stroke();
}

const CAPTION_PIXELS = 13;

const NOTE_GAP_PIXELS = 20;

interface Note {
  readonly words: string;
  readonly colour?: string;
}

/** A caption at the left of a panel's head and, softer, notes at its right. */
export function drawCaption(
  context: SKRSContext2D,
  caption: string,
  { x, y, width, notes }: Pick<Box, 'x' | 'y' | 'width'> & { notes: readonly Note[] },
): void {
  write(context, caption, { x, y, weight: 'bold', sizePixels: CAPTION_PIXELS, colour: theme.text });
  let right = x + width;
  for (const { words, colour = theme.textSoft } of notes.toReversed()) {
    right -= write(context, words, { x: right, y, sizePixels: CAPTION_PIXELS, colour, align: 'right' }) + NOTE_GAP_PIXELS;
  }
}

const TICK_STEPS_SECONDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120];
const MOST_TICKS = 11;

/** Seconds (or minutes and seconds, for a long recording) under a plot. */
export function drawTimeAxis(context: SKRSContext2D, { x, y, width, height }: Box, durationSeconds: number): void {
  const step = TICK_STEPS_SECONDS.find(seconds => durationSeconds / seconds <= MOST_TICKS) ?? 300;
  const minutes = durationSeconds >= 120;
  for (let tick = 0; tick * step <= durationSeconds * 1.0001; tick++) {
    const at = x + (tick * step * width) / durationSeconds;
    // The unit stands at the right end; a tick too close to it is left without words.
    if (at > x + width - 40) continue;
    const label = minutes ? clock(tick * step) : `${Number((tick * step).toFixed(2))}`;
    context.fillStyle = theme.textSoft;
    context.fillRect(Math.round(at), y + height, 1, 4);
    write(context, label, {
      x: at,
      y: y + height + 18,
      sizePixels: 12,
      colour: theme.textSoft,
      align: 'center',
    });
  }
  write(context, minutes ? 'min:s' : 's', {
    x: x + width,
    y: y + height + 18,
    sizePixels: 12,
    colour: theme.textSoft,
    align: 'right',
  });
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
