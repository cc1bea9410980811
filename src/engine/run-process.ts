import { once } from 'node:events';
import type { Engine } from './engine.ts';
import { packFailure, stackFrames } from './failure.ts';
import { createPrintReceiver, type OnWire } from './print-passing.ts';
import type { ToChild, ToParent } from './protocol.ts';
import { serve } from './serve.ts';
import { createLocalStudio } from './studio-local.ts';
import type { StudioSettings } from './studio-settings.ts';

/** A process that is asked one thing at once and then closed, as by the command line, does not pay for being warm. */
const warmAfterMs = 300;

/**
 * The life of an engine process: makes its engine, reports ready, answers until told to close or until the parent is gone.
 * Only the parent ends it: a Ctrl-C or a service manager's SIGTERM reaches the whole group, and the parent finishes first.
 */
export async function runEngineProcess(createEngine: () => Promise<Engine>): Promise<void> {
  process.on('disconnect', () => process.exit());
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('uncaughtException', error => {
    // Without the message, which may quote a person; exit code 70: EX_SOFTWARE of sysexits.h.
    process.stderr.write(`${error?.name} in the engine process\n${error instanceof Error ? stackFrames(error) : ''}\n`, () =>
      process.exit(70),
    );
  });
  try {
    const settings = await begun();
    const studio = createLocalStudio(await createEngine(), settings);
    const { receive, abortAll } = serve(studio, send);
    const unpack = createPrintReceiver();
    process.on('message', async (wire: OnWire) => {
      const message = unpack(wire) as Exclude<ToChild, { kind: 'begin' }> | undefined;
      if (!message) return;
      if (message.kind !== 'close') return receive(message);
      abortAll();
      await studio.close();
      process.disconnect();
    });
    const { id, sampleRateHz, languages, transcript, sampled } = studio;
    send({
      kind: 'ready',
      description: { id, sampleRateHz, languages, transcript, sampled, designs: studio.design !== undefined },
    });
    setTimeout(() => void studio.warm(), warmAfterMs);
  } catch (error) {
    process.send?.({ kind: 'unready', failure: packFailure(error, []) } satisfies ToParent, () => process.exit(1));
  }
}

/** The first message. Node keeps what comes before somebody listens. */
async function begun(): Promise<StudioSettings> {
  const [message] = (await once(process, 'message')) as [ToChild];
  if (message.kind !== 'begin')
    throw new TypeError(`The engine process was told to ${message.kind} before it was told to begin.`);
  return message.settings;
}

/** A parent that has gone has no use for answers; 'disconnect' follows. */
function send(message: ToParent): void {
  process.send?.(message, () => {});
}
