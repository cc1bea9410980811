import type { SKRSContext2D } from '@napi-rs/canvas';
import { font, type Weight } from './fonts.ts';

/** Text: the one way in which words get onto the card. */
export interface TextStyle {
  readonly weight?: Weight;
  readonly sizePixels: number;
  readonly colour: string;
  readonly align?: 'left' | 'right' | 'center';
}

/** Draws on the baseline y; returns the width in pixels. */
export function write(context: SKRSContext2D, text: string, { x, y, ...style }: { x: number; y: number } & TextStyle): number {
  context.font = font(style.weight ?? 'regular', style.sizePixels);
  context.fillStyle = style.colour;
  context.textAlign = style.align ?? 'left';
  context.textBaseline = 'alphabetic';
  context.direction = 'ltr';
  context.fillText(text, x, y);
  return context.measureText(text).width;
}

/** Shortens to the width with an ellipsis, never inside a character that is written with several code points. */
export function ellipsise(
  context: SKRSContext2D,
  text: string,
  { widthPixels, ...style }: { widthPixels: number } & TextStyle,
): string {
  context.font = font(style.weight ?? 'regular', style.sizePixels);
  const fits = (candidate: string) => context.measureText(candidate).width <= widthPixels;
  if (fits(text)) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text.slice(0, 400)), ({ segment }) => segment);
  let [kept, dropped] = [0, characters.length];
  while (dropped - kept > 1) {
    const middle = (kept + dropped) >> 1;
    if (fits(`${characters.slice(0, middle).join('').trimEnd()}…`)) kept = middle;
    else dropped = middle;
  }
  return `${characters.slice(0, kept).join('').trimEnd()}…`;
}

/** Breaks at spaces into at most `lines` lines; the last is ellipsised. */
export function wrap(
  context: SKRSContext2D,
  text: string,
  { lines, ...style }: { lines: number; widthPixels: number } & TextStyle,
): string[] {
  context.font = font(style.weight ?? 'regular', style.sizePixels);
  const broken: string[] = [];
  let line = '';
  const words = text.split(' ');
  for (const [index, word] of words.entries()) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > style.widthPixels) {
      if (broken.length === lines - 1) return [...broken, ellipsise(context, [line, ...words.slice(index)].join(' '), style)];
      broken.push(line);
      line = word;
    } else line = longer;
  }
  return [...broken, ellipsise(context, line, style)];
}
