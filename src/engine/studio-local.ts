import type { MarkingKeys } from '../audio/marking-keys.ts';
import type { Engine } from './engine.ts';
import { requireSpeakable, requireSpeakOptions } from './speech-limits.ts';
import type { Studio } from './studio.ts';
import type { StudioSettings } from './studio-settings.ts';
import type { Speaker } from './studio-speaking.ts';
import type { Listener } from './studio-verifying.ts';

/** The studio in this process: an engine between the decoder and the encoder. What a call needs is loaded with the first one. */
export interface LocalStudio extends Studio {
  /** Loads it before the first call instead, and has an encoder running. What fails here is told by the call that needs it. */
  warm(): Promise<void>;
}

export function createLocalStudio(engine: Engine, settings: StudioSettings = {}): LocalStudio {
  const { id, sampleRateHz, languages, transcript, sampled } = engine;
  const closing = new AbortController();
  const hearing = () => import('./studio-hearing.ts');
  let keys: Promise<MarkingKeys> | undefined;
  const marking = () => {
    keys ??= settings.markingKeys
      ? Promise.resolve(settings.markingKeys)
      : import('./speaking/marking.ts').then(({ randomMarkingKeys }) => randomMarkingKeys());
    return keys;
  };
  let speaker: Promise<Speaker> | undefined;
  const speaking = () => {
    speaker ??= import('./studio-speaking.ts').then(async ({ createSpeaker }) => createSpeaker(sampleRateHz, await marking()));
    return speaker;
  };
  let listener: Promise<Listener> | undefined;
  const listening = () => {
    listener ??= import('./studio-verifying.ts').then(({ createListener }) => createListener(settings));
    return listener;
  };
  const design = engine.design?.bind(engine);

  return {
    id,
    sampleRateHz,
    languages,
    transcript,
    sampled,
    ...(design && { design }),
    enroll: (references, signal) => engine.enroll(references, signal),
    async *speak(text, print, options, signal) {
      signal.throwIfAborted();
      requireSpeakOptions(options);
      yield* engine.speak(requireSpeakable(text), print, options, signal);
    },
    measure: async (recording, signal) => (await hearing()).measure(engine, recording, signal),
    picture: async (recording, signal) => (await hearing()).picture(engine, recording, signal),
    clone: async (recordings, signal) => (await hearing()).clone(engine, recordings, signal),
    verify: async (recording, challenge, signal) => (await listening()).verify(recording, challenge, signal),
    compare: async (recordings, signal) => (await listening()).compare(recordings, signal),
    async trace(recording, signal) {
      const { trace } = await import('./studio-tracing.ts');
      return trace(recording, await marking(), signal);
    },
    async *sayLive(text, print, { generationId, ...options }, signal) {
      yield* (await speaking()).live({ engine, text, print, options, generationId }, signal);
    },
    async *sayFile(text, print, { format, generationId, ...options }, signal) {
      yield* (await speaking()).file({ engine, text, print, options, generationId }, format, signal);
    },
    async warm() {
      await speaking()
        .then(ready => ready.warm())
        .catch(() => {});
      await hearing();
      const { challengeWords } = settings;
      if (challengeWords) await (await listening()).warm(challengeWords, closing.signal).catch(() => {});
    },
    async close() {
      closing.abort(new Error('The studio is closed.'));
      await (await speaker)?.close();
      await engine.close?.();
    },
  };
}
