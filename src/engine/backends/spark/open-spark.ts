import { availableParallelism } from 'node:os';
import { Refusal } from '../../../errors.ts';
import type { Engine } from '../../engine.ts';
import { foldersOf } from '../../models/folders.ts';
import { watchForLoss } from '../../onnx/loss.ts';
import { candidates, createModelOpener, type Provider, troubleWith, withFirstWorking } from '../../onnx/providers.ts';
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
  return withFirstWorking(choice, async (openModel, row) => {
    const { name, label } = row;
    const hasElsewhere = choice.provider === 'auto' && name !== processor.name;
    let isWarm = false;
    const networks = await openNetworks({
      folder,
      openModel:
        name === processor.name
          ? openModel
          : watchForLoss(
              openModel,
              lossOf(row, () => isWarm),
            ),
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
    isWarm = true;
    process.stderr.write(
      `note: Spark-TTS-0.5B, on ${label}. Its weights are licensed CC BY-NC-SA 4.0: for non-commercial use only.\n`,
    );
    return { ...createSparkEngine(networks), close: () => networks.close() };
  });
}

/** What fails before the engine is warm only means that the next provider is tried. Later it ends the process, and its host starts one that tries them all again. */
function lossOf(row: Provider, isWarm: () => boolean): Parameters<typeof watchForLoss>[1] {
  return {
    tryAgain: async () => (isWarm() ? troubleWith(row, { mayBeSlow: true }) : undefined),
    onLost(reason) {
      queueMicrotask(() => {
        throw new Error(`${row.label} does not work any more: ${reason}`);
      });
    },
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
