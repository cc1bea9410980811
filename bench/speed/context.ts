import type { Engine, Reference, VoicePrint } from '../../src/engine/engine.ts';
import { createEngineHost, type EngineHost } from '../../src/engine/host.ts';
import { createEngine } from '../../src/engine/index.ts';
import { referenceSentences } from '../quality/corpus.ts';
import { resample } from '../quality/resample.ts';
import { engineRateHz } from '../quality/systems.ts';
import { missingTools } from '../quality/tools.ts';
import { sayAll } from '../quality/voices.ts';

/** Context: what the groups of the speed benchmark share, each part made when first asked for. */
export interface Context {
  readonly engineId: string;
  /** How long speech is watched, where that is a matter of minutes; left out: as long as the bar asks for. */
  readonly minutes?: number;
  /** Never aborts. */
  readonly signal: AbortSignal;
  /** About 20 s of a flite voice, or of espeak where flite is missing (speed hardly depends on it). */
  reference(): Promise<Reference>;
  engine(): Promise<Engine>;
  print(): Promise<VoicePrint>;
  /** A warm one: it has spoken. */
  host(): Promise<EngineHost>;
  close(): Promise<void>;
}

export const twoSentences = 'Thanks for the message, I will call you back tonight. That was the best game we had all week.';

export function createContext(engineId: string, minutes?: number): Context {
  const { signal } = new AbortController();
  let host: Promise<EngineHost> | undefined;
  const context: Context = {
    engineId,
    ...(minutes === undefined ? {} : { minutes }),
    signal,
    reference: once(async () => {
      const voice = missingTools({ withWords: false }) ? 'espeak' : 'rms';
      const { audio } = await sayAll(voice, referenceSentences);
      return { audio: resample(audio, engineRateHz), transcript: referenceSentences.join(' '), language: 'en' };
    }),
    engine: once(() => createEngine(engineId)),
    print: once(async () => (await context.engine()).enroll([await context.reference()], signal)),
    host: () => {
      host ??= startWarmHost(context);
      return host;
    },
    close: async () => (await host?.catch(() => undefined))?.close(), // a host that never started has said so already
  };
  return context;
}

async function startWarmHost(context: Context): Promise<EngineHost> {
  const print = await context.print();
  const host = await createEngineHost({ engine: context.engineId });
  for await (const _event of host.sayLive(twoSentences, print, {}, context.signal));
  return host;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
