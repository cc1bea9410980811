import { availableParallelism } from 'node:os';
import { Refusal } from '../../../errors.ts';
import type { Engine } from '../../engine.ts';
import { foldersOf } from '../../models/folders.ts';
import { withLasting } from '../../onnx/loss.ts';
import { candidates, createModelOpener } from '../../onnx/providers.ts';
import { createEngineThread } from '../../thread.ts';
import { readBuilt } from './built.ts';
import { openNetworks } from './networks-at-work.ts';
import { createSparkEngine } from './spark.ts';

/**
 * Opens the engine, in a thread of its own, with the model that was built on this machine and the settings of the environment: CONSONANT_MODELS,
 * CONSONANT_PROVIDER, CONSONANT_THREADS, CONSONANT_TOGETHER.
 */
export const SPARK_MODEL = 'spark-tts-0.5b';
const most = { CONSONANT_THREADS: 64, CONSONANT_TOGETHER: 16 } as const;

export function openSpark(): Promise<Engine> {
  return createEngineThread('spark', new URL('./spark-thread.ts', import.meta.url));
}

/** In this thread. */
export async function loadSpark(environment: NodeJS.ProcessEnv = process.env): Promise<Engine & { close(): Promise<void> }> {
  const folder = foldersOf(SPARK_MODEL, environment).built;
  // Before the providers: trying them takes seconds, and what they say is of no interest to somebody who has no model yet.
  await readBuilt(folder);
  const choice = {
    provider: environment.CONSONANT_PROVIDER || 'auto',
    threads: numberFrom(environment, 'CONSONANT_THREADS') ?? availableParallelism(),
    onNote: (note: string) => void process.stderr.write(`note: ${note}\n`),
  };
  const mostTogether = numberFrom(environment, 'CONSONANT_TOGETHER');
  const [processor] = candidates('cpu');
  const engines = await withLasting(choice, async (openModel, { name, label }) => {
    const hasElsewhere = choice.provider === 'auto' && name !== processor.name;
    const networks = await openNetworks({
      folder,
      openModel,
      onNote: choice.onNote,
      mostTogether,
      ...(hasElsewhere && { openElsewhere: createModelOpener(processor, choice.threads) }),
    });
    try {
      await networks.warm();
    } catch (error) {
      await networks.close();
      throw error;
    }
    choice.onNote(`Spark-TTS-0.5B, on ${label}. Its weights are licensed CC BY-NC-SA 4.0: for non-commercial use only.`);
    return { ...createSparkEngine(networks), close: () => networks.close() };
  });
  return {
    ...(await engines.current()),
    enroll: async (references, signal) => (await engines.current()).enroll(references, signal),
    design: async (traits, signal) => (await engines.current()).design(traits, signal),
    async *speak(text, print, options, signal) {
      yield* (await engines.current()).speak(text, print, options, signal);
    },
    close: async () => (await engines.current()).close(),
  };
}

/** A whole number from the environment; undefined when it says nothing. */
function numberFrom(environment: NodeJS.ProcessEnv, name: keyof typeof most): number | undefined {
  const text = environment[name];
  if (!text) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most[name]) return number;
  throw new Refusal(
    'provider-setting-invalid',
    `${name} is "${text}"; give a whole number from 1 to ${most[name]}, or leave it out.`,
  );
}
