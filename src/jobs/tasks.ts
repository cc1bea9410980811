/** Tasks: what is under way and must be over before the program ends. */
export interface Tasks {
  /** Handles a rejection too: who cares for the outcome has the promise itself. */
  track(task: Promise<unknown>): void;
  /** Resolves when there is none, also none that others have begun meanwhile. */
  settled(): Promise<void>;
}

export function createTasks(): Tasks {
  const open = new Set<Promise<unknown>>();
  return {
    track(task) {
      open.add(task);
      const close = () => open.delete(task);
      task.then(close, close);
    },
    async settled() {
      while (open.size > 0) await Promise.allSettled(open);
    },
  };
}
