import type { Log } from '../log.ts';
import type { Meters } from './meters.ts';

/** Metered log: the log it is given; each request that it is told of is counted as well, since all of them pass there with their outcome. */
export function meteredLog(log: Log, meters: Meters): Log {
  return {
    ...log,
    info(event, facts) {
      if (event === 'request') meters.requests.inc({ command: facts?.command || 'none', outcome: facts?.outcome ?? 'none' });
      log.info(event, facts);
    },
    child: facts => meteredLog(log.child(facts), meters),
  };
}
