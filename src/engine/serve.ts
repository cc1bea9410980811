import { type Credit, createCredit } from './credit.ts';
import { packFailure } from './failure.ts';
import { type AnyCall, isStream, type ToChild, type ToParent, windowChunks } from './protocol.ts';
import type { Studio } from './studio.ts';
import { nextTurn } from './turn.ts';

interface Running {
  readonly stop: AbortController;
  readonly credit: Credit;
}

/** Answers calls with a studio. Returns the door for incoming messages; calls run side by side, one chunk of each in turn. */
export function serve(studio: Studio, send: (message: ToParent) => void) {
  const running = new Map<number, Running>();
  let onIdle = () => {};

  async function answer(id: number, call: AnyCall): Promise<void> {
    const stop = new AbortController();
    const credit = createCredit(isStream(call.method) ? windowChunks[call.method] : 0);
    running.set(id, { stop, credit });
    try {
      if (isStream(call.method)) {
        for await (const value of openStream(studio, call, stop.signal)) {
          stop.signal.throwIfAborted();
          send({ kind: 'chunk', id, value });
          await credit.spend(stop.signal);
          await nextTurn();
          stop.signal.throwIfAborted();
        }
        send({ kind: 'end', id });
      } else {
        send({ kind: 'result', id, value: await request(studio, call, stop.signal) });
      }
    } catch (error) {
      send({ kind: 'failure', id, failure: packFailure(error, spokenWords(call)) });
    } finally {
      running.delete(id);
      if (running.size === 0) onIdle();
    }
  }

  return {
    /** Every message except `begin` and `close`. */
    receive(message: Exclude<ToChild, { kind: 'begin' | 'close' }>): void {
      if (message.kind === 'call') void answer(message.id, message);
      if (message.kind === 'credit') running.get(message.id)?.credit.add(message.chunks);
      if (message.kind === 'abort') running.get(message.id)?.stop.abort();
    },
    abortAll(): void {
      for (const { stop } of running.values()) stop.abort();
    },
    /** Resolves when no call is running. */
    async idle(): Promise<void> {
      if (running.size === 0) return;
      await new Promise<void>(resolve => {
        onIdle = resolve;
      });
    },
  };
}

function openStream(studio: Studio, call: AnyCall, signal: AbortSignal): AsyncIterable<unknown> {
  if (call.method === 'speak') return studio.speak(...call.arguments, signal);
  if (call.method === 'sayLive') return studio.sayLive(...call.arguments, signal);
  if (call.method === 'sayFile') return studio.sayFile(...call.arguments, signal);
  throw new RangeError(`serve: "${call.method}" is not a stream.`);
}

function request(studio: Studio, call: AnyCall, signal: AbortSignal): Promise<unknown> {
  if (call.method === 'enroll') return studio.enroll(...call.arguments, signal);
  if (call.method === 'measure') return studio.measure(...call.arguments, signal);
  if (call.method === 'picture') return studio.picture(...call.arguments, signal);
  if (call.method === 'clone') return studio.clone(...call.arguments, signal);
  if (call.method === 'verify') return studio.verify(...call.arguments, signal);
  if (call.method === 'compare') return studio.compare(...call.arguments, signal);
  if (call.method === 'trace') return studio.trace(...call.arguments, signal);
  if (call.method === 'design' && studio.design) return studio.design(...call.arguments, signal);
  throw new RangeError(`serve: there is no method "${call.method}".`);
}

/** The texts of a call that no error message may repeat. */
function spokenWords(call: AnyCall): string[] {
  switch (call.method) {
    case 'speak':
    case 'sayLive':
    case 'sayFile':
      return [call.arguments[0]];
    case 'enroll':
    case 'clone':
    case 'compare':
      return call.arguments[0].map(({ transcript = '' }) => transcript);
    case 'measure':
    case 'picture':
      return [call.arguments[0].transcript ?? ''];
    case 'verify':
      return [call.arguments[0].transcript ?? '', call.arguments[1].statement, ...call.arguments[1].words];
    case 'trace':
    case 'design':
      return [];
  }
}
