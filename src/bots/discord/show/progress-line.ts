/**
 * ProgressLine: news that replace each other, not too often: what came in between is never shown. Nothing is shown of what is over before the
 * first pause is.
 */
export interface ProgressLine {
  show(text: string): void;
  /** Nothing more is written; resolves when what is under way has been. */
  stop(): Promise<void>;
}

/** `write` may reject; the next news are tried all the same. */
export function createProgressLine(write: (text: string) => Promise<void>, everyMs: number): ProgressLine {
  let waiting: string | undefined;
  let lastMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isStopped = false;

  function schedule(): void {
    if (isStopped || waiting === undefined || timer || writing) return;
    timer = setTimeout(writeNewest, Math.max(0, lastMs + everyMs - performance.now()));
  }

  function writeNewest(): void {
    const text = waiting!;
    waiting = undefined;
    timer = undefined;
    lastMs = performance.now();
    writing = write(text)
      .catch(() => {})
      .finally(() => {
        writing = undefined;
        schedule();
      });
  }

  return {
    show(text) {
      waiting = text;
      schedule();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
