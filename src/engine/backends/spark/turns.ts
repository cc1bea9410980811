/**
 * Turns: work of several askers for one worker that does some of it together faster than one after the other. Who has waited longest is served first, together
 * with others whose work fits; who is not done yet goes to the end of the line. So nobody waits longer than the others' next turn takes.
 */
export interface Turns<Work> {
  /** Resolves when the work was done, or rejects as the worker did. */
  take(work: Work): Promise<void>;
}

export interface TurnRules<Work> {
  readonly mostTogether: number;
  readonly fit: (first: Work, other: Work) => boolean;
  /** Does some of each; several only if they fit. */
  readonly serve: (together: readonly Work[], othersWait: boolean) => Promise<void>;
  readonly isDone: (work: Work) => boolean;
}

interface Waiting<Work> extends PromiseWithResolvers<void> {
  readonly work: Work;
}

export function createTurns<Work>({ mostTogether, fit, serve, isDone }: TurnRules<Work>): Turns<Work> {
  const line: Waiting<Work>[] = [];
  let serving = false;

  async function serveAll(): Promise<void> {
    serving = true;
    while (line.length > 0) {
      const [first] = line;
      const together = line.filter(({ work }) => work === first.work || fit(first.work, work)).slice(0, mostTogether);
      for (const one of together) line.splice(line.indexOf(one), 1);
      try {
        await serve(
          together.map(({ work }) => work),
          line.length > 0,
        );
        for (const one of together) {
          if (isDone(one.work)) one.resolve();
          else line.push(one);
        }
      } catch (error) {
        for (const one of together) one.reject(error);
      }
    }
    serving = false;
  }

  return {
    take(work) {
      const waiting = { work, ...Promise.withResolvers<void>() };
      line.push(waiting);
      if (!serving) void serveAll();
      return waiting.promise;
    },
  };
}
