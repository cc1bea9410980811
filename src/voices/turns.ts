/** Turns: what concerns the same subject happens one after the other, in the order in which it was asked for. */
export type Turns = <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (subject, work) => {
    const mine = (last.get(subject) ?? Promise.resolve()).then(work, work);
    last.set(subject, mine);
    try {
      return await mine;
    } finally {
      if (last.get(subject) === mine) last.delete(subject);
    }
  };
}
