/** Timer: one thing that happens later, unless it is cleared or set anew before. */
export interface Timer {
  set(seconds: number, callback: () => void): void;
  clear(): void;
}

export function createTimer(): Timer {
  let timeout: NodeJS.Timeout | undefined;
  return {
    set(seconds, callback) {
      clearTimeout(timeout);
      timeout = setTimeout(callback, seconds * 1000);
    },
    clear: () => clearTimeout(timeout),
  };
}
