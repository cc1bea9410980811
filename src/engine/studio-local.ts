import type { Engine } from './engine.ts';
import { requireSpeakable, requireSpeakOptions } from './speech-limits.ts';
import type { Studio } from './studio.ts';
import type { Speaker } from './studio-speaking.ts';

/** The studio in this process: an engine between the decoder and the encoder. What a call needs is loaded with the first one. */
export interface LocalStudio extends Studio {
  /** Loads it before the first call instead, and has an encoder running. What fails here is told by the call that needs it. */
  warm(): Promise<void>;
}

export function createLocalStudio(engine: Engine): LocalStudio {
  const { id, sampleRateHz, languages, transcript } = engine;
  const hearing = () => import('./studio-hearing.ts');
  let speaker: Promise<Speaker> | undefined;
  const speaking = () => {
    speaker ??= import('./studio-speaking.ts').then(({ createSpeaker }) => createSpeaker(sampleRateHz));
    return speaker;
  };
  const design = engine.design?.bind(engine);

  const speak: Studio['speak'] = async function* (text, print, options, signal) {
    signal.throwIfAborted();
    requireSpeakOptions(options);
    yield* engine.speak(requireSpeakable(text), print, options, signal);
  };

  return {
    id,
    sampleRateHz,
    languages,
    transcript,
    ...(design && { design }),
    enroll: (references, signal) => engine.enroll(references, signal),
    speak,
    measure: async (recording, signal) => (await hearing()).measure(engine, recording, signal),
    picture: async (recording, signal) => (await hearing()).picture(engine, recording, signal),
    clone: async (recordings, signal) => (await hearing()).clone(engine, recordings, signal),
    async *sayLive(text, print, options, signal) {
      yield* (await speaking()).live(speak(text, print, options, signal), signal);
    },
    async sayFile(text, print, { format, ...options }, signal) {
      return (await speaking()).file(speak(text, print, options, signal), format, signal);
    },
    async warm() {
      await speaking()
        .then(ready => ready.warm())
        .catch(() => {});
      await hearing();
    },
    close: async () => (await speaker)?.close(),
  };
}
