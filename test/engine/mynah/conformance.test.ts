import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decode } from '../../../src/audio/decode.ts';
import type { Reference } from '../../../src/engine/engine.ts';
import { createEngineHost } from '../../../src/engine/host.ts';
import { createEngine } from '../../../src/engine/index.ts';
import { engineConformance } from '../engine-conformance.ts';
import { refusal, soon } from '../support.ts';

const inSamples = (name: string) => fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url));

const never = new AbortController().signal;
let sample: Promise<readonly Reference[]> | undefined;

/** Where the second sentence of the sample ends; the whole would only take longer. */
const sentences = { count: 2, seconds: 9.57 };

/** The first sentences of the voice message that comes with the project. */
function references(): Promise<readonly Reference[]> {
  sample ??= (async () => {
    const source = { source: inSamples('voice-message.ogg'), name: 'voice-message.ogg' };
    const { audio } = await decode(source, { sampleRateHz: 24_000, signal: never });
    const words = await readFile(inSamples('voice-message.txt'), 'utf8');
    const samples = audio.samples.slice(0, sentences.seconds * audio.sampleRateHz);
    const transcript = words.split(/(?<=\.) /, sentences.count).join(' ');
    return [{ audio: { ...audio, samples }, transcript, language: 'en' }];
  })();
  return sample;
}

const material = {
  references,
  text: 'The canoe slid on the smooth planks. Wait an hour.',
  lengthTolerance: { share: 0.02, because: 'two readings of espeak-ng differ by a few samples' },
};

engineConformance('mynah', { ...material, createEngine: () => createEngine('mynah') });
engineConformance('mynah through the host', { ...material, createEngine: () => createEngineHost({ engine: 'mynah' }) });

test('killed in mid-sentence, mynah is named in the error, and speaks the next sentence', async context => {
  const host = await createEngineHost({ engine: 'mynah' });
  context.after(() => host.close());
  const print = await host.enroll(await references(), never);
  await assert.rejects(
    async () => {
      for await (const _event of host.sayLive(material.text.repeat(20), print, {}, never)) process.kill(host.pid!, 'SIGKILL');
    },
    error => refusal('engine-died')(error) && /"mynah" stopped: signal SIGKILL/.test((error as Error).message),
  );
  const events = await soon(Array.fromAsync(host.sayLive('Still there.', print, {}, never)), 'the next sentence');
  assert.equal(events.at(-1)?.kind, 'end');
  assert.equal(host.restarts, 1);
});
