/** Steps: long computing in pieces of some 10 ms; between two of them the thread may serve others, or the rest may be left undone. */
export type Steps<Result> = Generator<void, Result, void>;

/** All pieces at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
