import { prepareText } from '../../src/engine/speaking/prepare.ts';
import type { Bar } from '../report.ts';
import { quantile } from '../report.ts';
import { type Context, twoSentences } from './context.ts';

/** First audio: from the request to the first thing that can be heard, two sentences, warm; the median and the worst of ten. */
export async function measureFirstAudio(context: Context): Promise<Bar[]> {
  const engine = await context.engine();
  const print = await context.print();
  const host = await context.host();
  const [firstPiece] = prepareText(twoSentences, 'en');
  const chunk = await times(() => engine.speak(firstPiece.text, print, {}, context.signal));
  const packet = await times(() => host.sayLive(twoSentences, print, {}, context.signal));
  const limits = { bar: 300, aim: 120, unit: 'ms', digits: 0 };
  return [
    { measure: 'first Opus packet through the engine process, median', value: quantile(packet, 0.5), ...limits },
    { measure: 'first Opus packet through the engine process, worst of 10', value: Math.max(...packet), ...limits },
    { measure: 'first chunk of samples in this process, median', value: quantile(chunk, 0.5), ...limits },
  ];
}

/** Milliseconds to the first item; each stream is then read to its end, so that the next request meets an idle engine. */
async function times(request: () => AsyncIterable<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round <= 10; round++) {
    const start = performance.now();
    let first: number | undefined;
    for await (const item of request()) if (isHeard(item)) first ??= performance.now() - start;
    if (round > 0) found.push(first ?? Number.NaN); // the first round warms up
  }
  return found;
}

/** Progress is none of it. */
function isHeard(item: unknown): boolean {
  return (item as { readonly kind?: string }).kind !== 'progress';
}
