import { join } from 'node:path';
import { type Audio, concatenate } from '../../src/audio/audio.ts';
import { alignReferences } from '../../src/engine/backends/mynah/enroll.ts';
import { hopSeconds } from '../../src/engine/backends/mynah/frames.ts';
import { analyze } from '../../src/engine/backends/mynah/vocoder/analysis.ts';
import { createSynthesizer } from '../../src/engine/backends/mynah/vocoder/synthesis.ts';
import type { Engine, Reference } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/index.ts';
import { createReader, type Reader } from '../../src/engine/reading/espeak.ts';
import type { ReferenceAlignment } from './alignment.ts';
import { cached, cacheKey, codeKey } from './cache.ts';
import { resample } from './resample.ts';
import { analysisRateHz, say } from './voices.ts';

/** Systems: what can stand in for a person's voice: the engine, and the anchors that say what its numbers mean. */
export interface System {
  /** Hears the reference once for each voice and condition. */
  prepare(voice: string, reference: Reference): Promise<Prepared>;
}

export interface Prepared {
  /** 16 kHz. */
  speak(text: string): Promise<Audio>;
  /** How the engine labelled the frames of the reference, where it can say. */
  readonly alignment?: ReferenceAlignment;
  /** Seconds of processor time; 0 for the anchors. */
  readonly enrolSeconds: number;
  readonly printBytes: number;
}

/** Enrolment and speech happen at this rate, as for a decoded voice message. */
export const engineRateHz = 24000;

const sourceFolder = join(import.meta.dirname, '../../src');
const vocoderKey = codeKey(
  ...['engine/backends/mynah/vocoder', 'audio/pitch.ts', 'audio/pitch'].map(part => join(sourceFolder, part)),
);

const anchor = (speak: (voice: string, text: string) => Promise<Audio>): (() => Promise<System>) => {
  return async () => ({
    prepare: async voice => ({ speak: text => speak(voice, text), enrolSeconds: 0, printBytes: 0 }),
  });
};

/** To add a system: its row here. The engine's rows go by their names in src/engine/index.ts. */
export const anchors: Readonly<Record<string, () => Promise<System>>> = {
  true: anchor(async (voice, text) => (await say(voice, text)).audio),
  copy: anchor(async (voice, text) => copySynthesis((await say(voice, text)).audio)),
  espeak: anchor(async (_voice, text) => (await say('espeak', text)).audio),
};

export async function createSystem(name: string): Promise<System> {
  return anchors[name]?.() ?? engineSystem(await createEngine(name));
}

/** The true voice through the engine's vocoder and nothing else: the ceiling of any conversion. */
function copySynthesis(audio: Audio): Audio {
  return cached('copy', cacheKey(vocoderKey, audio.samples), () => {
    const analysis = analyze(resample(audio, engineRateHz));
    const { sampleRateHz } = analysis;
    const synthesizer = createSynthesizer(analysis);
    const pieces = [synthesizer.push(analysis), synthesizer.flush()];
    const parts = pieces.map(samples => ({ samples, sampleRateHz }));
    return resample(concatenate(parts, sampleRateHz), analysisRateHz);
  });
}

let reader: Promise<Reader> | undefined;

function engineSystem(engine: Engine): System {
  const { signal } = new AbortController();
  return {
    async prepare(_voice, reference) {
      const start = process.cpuUsage();
      const print = await engine.enroll([reference], signal);
      const { user, system } = process.cpuUsage(start);
      return {
        async speak(text) {
          const chunks: Audio[] = [];
          for await (const chunk of engine.speak(text, print, { seed: 0 }, signal)) chunks.push(chunk);
          return resample(concatenate(chunks, engine.sampleRateHz), analysisRateHz);
        },
        alignment: engine.id === 'mynah' && reference.transcript ? await mynahAlignment(reference) : undefined,
        enrolSeconds: (user + system) / 1e6,
        printBytes: print.data.length,
      };
    },
  };
}

async function mynahAlignment(reference: Reference): Promise<ReferenceAlignment> {
  reader ??= createReader();
  const { utterances, alignments } = await alignReferences(await reader, [reference], new AbortController().signal);
  const { phones } = utterances[0].source;
  return { hopSeconds, phones: Array.from(alignments[0].phoneOfFrame, phone => phones[phone]?.ipa ?? '') };
}
