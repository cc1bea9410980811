/** Progress: tells a waiting person what is being done, on stderr, so that stdout holds results only. */
export interface Progress {
  /** Shows `label` while `work` runs, then how long it took. Resolves or rejects as `work` does. */
  step<T>(label: string, work: () => Promise<T>): Promise<Timed<T>>;
  /** The same with a bar: `work` tells how many bytes are done of how many, and may name what it is at. */
  bar<T>(label: string, work: (report: (done: BarProgress) => void) => Promise<T>): Promise<Timed<T>>;
}

export interface BarProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly detail?: string;
}

export interface Timed<T> {
  readonly value: T;
  readonly seconds: number;
}

/** On a terminal the line is there from the start and is rewritten at the end; elsewhere one plain line per finished step. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  const progress: Progress = {
    bar(label, work) {
      let shownAtMs = 0;
      return progress.step(label, () =>
        work(done => {
          const nowMs = performance.now();
          if (!stream.isTTY || nowMs - shownAtMs < REDRAW_MS) return;
          shownAtMs = nowMs;
          stream.write(`\r\x1b[2K  ${label} ${barText(done)}`);
        }),
      );
    },
    async step(label, work) {
      if (stream.isTTY) stream.write(`  ${label} ...`);
      const startMs = performance.now();
      const seconds = () => (performance.now() - startMs) / 1000;
      let stopped = true;
      try {
        const value = await work();
        stopped = false;
        return { value, seconds: seconds() };
      } finally {
        const line = `  ${label.padEnd(44)} ${stopped ? 'stopped after ' : ''}${seconds().toFixed(2)} s\n`;
        stream.write(stream.isTTY ? `\r\x1b[2K${line}` : line);
      }
    },
  };
  return progress;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/** "[######------] 25 %  0.5 of 2.0 GB  LLM/model.safetensors". */
function barText({ bytes, totalBytes, detail = '' }: BarProgress): string {
  const share = totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 0;
  const full = Math.round(share * BAR_WIDTH);
  const gigabytes = (count: number) => (count / 1e9).toFixed(count < 1e8 ? 3 : 1);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_WIDTH - full)}] ${Math.floor(share * 100)} %  ${gigabytes(bytes)} of ${gigabytes(totalBytes)} GB  ${detail}`;
}
