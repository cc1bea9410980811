import { type OpenModel, reasonOf } from './providers.ts';

/**
 * Loss: a GPU may go away while it is at work: its driver is renewed, the machine slept, a virtual one was moved. A run that fails is therefore followed by a
 * trial of the provider; one that fails as well means that nothing will run any more until the library is loaded anew, that is, in another process.
 */
export interface LossRules {
  /** What is wrong with the provider now, if anything is. */
  readonly tryAgain: () => Promise<string | undefined>;
  /** Told once. */
  readonly onLost: (reason: string) => void;
}

/** The same models, watched. */
export function watchForLoss(openModel: OpenModel, { tryAgain, onLost }: LossRules): OpenModel {
  let trial: Promise<void> | undefined;
  let isLost = false;

  async function look(error: unknown): Promise<void> {
    const trouble = await tryAgain().catch(reasonOf);
    if (trouble === undefined || isLost) return;
    isLost = true;
    onLost(`${reasonOf(error)}; tried again: ${trouble}`);
  }

  return async request => {
    const opened = await openModel(request);
    const { session } = opened;
    return {
      ...opened,
      session: {
        ...session,
        async run(feeds, outputs) {
          try {
            return await session.run(feeds, outputs);
          } catch (error) {
            trial ??= look(error).finally(() => {
              trial = undefined;
            });
            throw error;
          }
        },
      },
    };
  };
}
