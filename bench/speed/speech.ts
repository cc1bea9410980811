import { testSentences } from '../quality/corpus.ts';
import type { Bar } from '../report.ts';
import type { Context } from './context.ts';

/** Speech in this process: seconds of processor time, of all threads, per second of speech; after a warm-up, over 20 sentences. */
export async function measureSpeech(context: Context): Promise<Bar[]> {
  const engine = await context.engine();
  const print = await context.print();
  const speak = async (text: string) => {
    let seconds = 0;
    for await (const { samples } of engine.speak(text, print, {}, context.signal))
      seconds += samples.length / engine.sampleRateHz;
    return seconds;
  };
  await speak(testSentences.slice(0, 3).join(' '));
  const start = process.cpuUsage();
  const seconds = await speak(testSentences.join(' '));
  const { user, system } = process.cpuUsage(start);
  const value = (user + system) / 1e6 / seconds;
  return [{ measure: 'speak: seconds of one core per second of speech', value, bar: 0.15, aim: 0.05, unit: 's', digits: 3 }];
}
