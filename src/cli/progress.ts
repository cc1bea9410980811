/** Progress: tells a waiting person what is being done, on stderr, so that stdout holds results only. */
export interface Progress {
  /** Shows `label` while `work` runs, then how long it took. Resolves or rejects as `work` does. */
  step<T>(label: string, work: () => Promise<T>): Promise<Timed<T>>;
}

export interface Timed<T> {
  readonly value: T;
  readonly seconds: number;
}

/** On a terminal the line is there from the start and is rewritten at the end; elsewhere one plain line per finished step. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  return {
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
}
