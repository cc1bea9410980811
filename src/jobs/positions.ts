/** Positions: tells those who wait and listen where they stand, once in a while and only after something has changed. */
export interface Positions {
  changed(): void;
  close(): void;
}

export function createPositions(everyMs: number, tell: () => void): Positions {
  let timer: NodeJS.Timeout | undefined;
  return {
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        tell();
      }, everyMs).unref();
    },
    close: () => clearTimeout(timer),
  };
}
