import type { Verdict } from '../report.ts';

/** Theme: the card's colours and measures in pixels. Text on the background keeps a contrast of 4.5 or more (WCAG 2.2, 1.4.3). */
export const theme = {
  background: ['#0b0e16', '#151a2b'],
  panel: '#121726',
  panelEdge: '#232a3f',
  track: '#262e45',
  text: '#f2f4fb',
  textSoft: '#a3abc4',
  spoken: 'rgba(122, 139, 255, 0.13)',
  marker: 'rgba(242, 244, 251, 0.75)',
  speech: ['#8be9ff', '#7a8bff'],
  pause: '#454e6b',
  pitch: '#7df9ff',
} as const;

export const verdictStyle: Readonly<
  Record<Verdict, { readonly colour: string; readonly word: string; readonly headline: string }>
> = {
  good: { colour: '#4ade9b', word: 'good', headline: 'Good reference' },
  fair: { colour: '#f6c453', word: 'fair', headline: 'Fair reference' },
  poor: { colour: '#ff8f57', word: 'poor', headline: 'Poor reference' },
  refused: { colour: '#ff6b7d', word: 'too low', headline: 'Not usable' },
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 675;
