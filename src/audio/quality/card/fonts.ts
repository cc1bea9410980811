import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GlobalFonts } from '@napi-rs/canvas';
import { readCoverage } from './coverage.ts';

/** Fonts: DejaVu Sans from its package, registered by path, because a bare server has no fonts at all. */
const FILES = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' } as const;
const FAMILY = { regular: 'Consonant Card', bold: 'Consonant Card Bold' } as const;

export type Weight = keyof typeof FILES;

let covers: ((codePoint: number) => boolean) | undefined;

/** Idempotent. Throws when a font of the package is missing. */
export function loadFonts(): void {
  if (covers) return;
  for (const weight of ['regular', 'bold'] as const) {
    const path = fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${FILES[weight]}`));
    if (!GlobalFonts.registerFromPath(path, FAMILY[weight]))
      throw new Error(`The font ${path} cannot be loaded; run npm ci again.`);
    if (weight === 'bold') covers = readCoverage(readFileSync(path));
  }
}

export function font(weight: Weight, sizePixels: number): string {
  return `${sizePixels}px "${FAMILY[weight]}"`;
}

/**
 * What of a person's text can be drawn, on one line: letters that no font here has (emoji, most of Asia's scripts) are left out
 * instead of becoming boxes, and control characters, direction overrides among them, are removed.
 */
export function drawable(text: string): string {
  loadFonts();
  const kept = Array.from(new Intl.Segmenter().segment(text.normalize('NFC').replace(/\s+/gu, ' ')), ({ segment }) =>
    Array.from(segment).every(character => !/\p{C}/u.test(character) && covers!(character.codePointAt(0)!)) && segment.length <= 8
      ? segment
      : '',
  );
  return kept.join('').replace(/ +/g, ' ').trim();
}
