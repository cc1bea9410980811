import { Refusal } from '../../errors.ts';
import {
  candidates,
  type OpenModel,
  type Provider,
  type ProviderChoice,
  reasonOf,
  troubleWith,
  withFirstWorking,
} from './providers.ts';

/**
 * Loss: a GPU may go away while it is at work: its driver is renewed, the machine slept, a virtual one was moved. What fails on it is therefore followed by a
 * trial of the provider; if that fails as well, the next provider takes over, and whoever was being served is asked to come again.
 */
export interface Lasting<T> {
  /** What was made with the provider that works now. */
  current(): Promise<T>;
}

export interface LastingRules {
  readonly rows?: readonly Provider[];
  /** Opens models with a provider; left out: as {@link withFirstWorking} does. */
  readonly openerOf?: (row: Provider) => OpenModel;
  /** What is wrong with a provider, if anything is. */
  readonly troubleOf?: (row: Provider) => Promise<string | undefined>;
  /** No provider is left: only another process can load the library anew. */
  readonly onNoneLeft?: (error: Error) => void;
}

/** As {@link withFirstWorking}, and again with the providers after it each time that one is lost. What was made with a lost one is left alone. */
export async function withLasting<T>(
  choice: ProviderChoice,
  make: (openModel: OpenModel, provider: Provider) => Promise<T>,
  { rows = candidates(choice.provider), openerOf, troubleOf = tryAgain, onNoneLeft = endProcess }: LastingRules = {},
): Promise<Lasting<T>> {
  let made: Promise<T>;

  function start(from: readonly Provider[]): Promise<T> {
    return withFirstWorking(
      choice,
      async (openModel, row) => {
        let isMade = false;
        const watched = watchForLoss(openerOf?.(row) ?? openModel, {
          label: row.label,
          // What fails before is no loss: the next provider is tried anyway.
          trouble: async () => (isMade ? troubleOf(row) : undefined),
          onLost(reason) {
            choice.onNote?.(reason);
            const rest = rows.slice(rows.indexOf(row) + 1);
            if (rest.length === 0) return onNoneLeft(new Error(reason));
            made = start(rest);
            made.catch(onNoneLeft);
          },
        });
        const result = await make(watched, row);
        isMade = true;
        return result;
      },
      from,
    );
  }

  made = start(rows);
  await made;
  return { current: () => made };
}

interface LossRules {
  readonly label: string;
  readonly trouble: () => Promise<string | undefined>;
  /** Told once. */
  readonly onLost: (reason: string) => void;
}

/** The same models, watched. Whatever fails on a provider that is lost is refused ('engine-died'). */
function watchForLoss(openModel: OpenModel, { label, trouble, onLost }: LossRules): OpenModel {
  let isLost = false;
  let trial: Promise<void> | undefined;

  async function look(error: unknown): Promise<void> {
    const found = await trouble().catch(reasonOf);
    if (found === undefined || isLost) return;
    isLost = true;
    onLost(`${label} does not work any more: ${reasonOf(error)}; tried again: ${found}`);
  }

  async function watch<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      trial ??= look(error).finally(() => {
        trial = undefined;
      });
      await trial;
      if (!isLost) throw error;
      throw new Refusal('engine-died', `${label} went away while it was at work. Others take over; try again.`, { cause: error });
    }
  }

  return async request => {
    const opened = await watch(() => openModel(request));
    const { session } = opened;
    return { ...opened, session: { ...session, run: (feeds, outputs) => watch(() => session.run(feeds, outputs)) } };
  };
}

function tryAgain(row: Provider): Promise<string | undefined> {
  return troubleWith(row, { mayBeSlow: true });
}

/** Its host starts another, which tries all of them. After the answer to whoever was being served has gone out. */
function endProcess(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}
