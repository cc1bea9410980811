import type { Session } from './cli/command.ts';
import { Refusal } from './errors.ts';
import type { Settings } from './platforms.ts';

/**
 * Reloading: on SIGHUP the configuration is read again. Where it is right, everything ends in good order and begins anew with it, in the same
 * process; where it is wrong, that is told and all goes on as it was.
 */
export async function runReloading(
  read: () => Promise<Settings>,
  run: (settings: Settings, session: Session) => Promise<number>,
  session: Session,
): Promise<number> {
  let settings = await read();
  for (;;) {
    const reload = new AbortController();
    let next: Settings | undefined;
    const onHangUp = async () => {
      try {
        next = await read();
        reload.abort();
      } catch (error) {
        process.stderr.write(`Not reloaded: ${error instanceof Refusal ? error.message : String(error)}\n`);
      }
    };
    const listener = () => void onHangUp();
    process.on('SIGHUP', listener);
    try {
      const code = await run(settings, { ...session, signal: AbortSignal.any([session.signal, reload.signal]) });
      if (!next || session.signal.aborted) return code;
      settings = next;
    } finally {
      process.off('SIGHUP', listener);
    }
  }
}
