import { exitCodes } from './failure.ts';

/** Stop: turns Ctrl-C and a service manager's request to end into one abort; what is under way cleans up after itself. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Undefined while nobody has asked. */
  readonly stoppedBy: NodeJS.Signals | undefined;
  dispose(): void;
}

/** The second request does not wait any longer: the process exits, and temporary files go in its exit handlers. */
export function listenForStop(): Stop {
  const controller = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  const onStop = (name: NodeJS.Signals) => {
    if (stoppedBy) process.exit(name === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted);
    stoppedBy = name;
    controller.abort();
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, onStop);
  return {
    signal: controller.signal,
    get stoppedBy() {
      return stoppedBy;
    },
    dispose() {
      for (const name of names) process.off(name, onStop);
    },
  };
}
