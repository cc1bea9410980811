import type { VoicePrint } from './engine.ts';
import { isStream, type StreamMethod, type ToChild } from './protocol.ts';

/**
 * PrintPassing: what lies between the calls and the wire. A print has megabytes, and whoever speaks does so several times in a row: it crosses to the
 * engine process once, and is named by a number for as long as it is held there. Who holds it when is decided on the sending side alone.
 */
export type OnWire =
  | Exclude<ToChild, { kind: 'call' }>
  | Exclude<Extract<ToChild, { kind: 'call' }>, { method: StreamMethod }>
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly method: StreamMethod;
      readonly arguments: readonly [string, number, unknown];
    }
  | { readonly kind: 'hold'; readonly number: number; readonly print: VoicePrint }
  | { readonly kind: 'drop'; readonly number: number };

export const printPassingDefaults = { mostHeld: 8, heldMs: 120_000 } as const;

export function createPrintSender(
  post: (message: OnWire) => void,
  { mostHeld, heldMs }: { readonly mostHeld: number; readonly heldMs: number } = printPassingDefaults,
): (message: ToChild) => void {
  /** The longest unused one first. */
  const held = new Map<VoicePrint, { readonly number: number; readonly timer: NodeJS.Timeout }>();
  let lastNumber = 0;

  function drop(print: VoicePrint): void {
    const { number, timer } = held.get(print)!;
    clearTimeout(timer);
    held.delete(print);
    post({ kind: 'drop', number });
  }

  function numberOf(print: VoicePrint): number {
    const known = held.get(print);
    if (known) {
      known.timer.refresh();
      held.delete(print);
      held.set(print, known);
      return known.number;
    }
    const number = ++lastNumber;
    const timer = setTimeout(drop, heldMs, print);
    timer.unref();
    held.set(print, { number, timer });
    post({ kind: 'hold', number, print });
    if (held.size > mostHeld) drop(held.keys().next().value!);
    return number;
  }

  return message => {
    if (message.kind !== 'call' || !isStream(message.method)) return post(message as OnWire);
    const { kind, id, method } = message;
    const [text, print, options] = message.arguments as readonly [string, VoicePrint, unknown];
    post({ kind, id, method, arguments: [text, numberOf(print), options] });
  };
}

/** Gives the message that was meant; undefined for what only concerns prints. */
export function createPrintReceiver(): (message: OnWire) => ToChild | undefined {
  const prints = new Map<number, VoicePrint>();
  return message => {
    if (message.kind === 'hold') prints.set(message.number, message.print);
    else if (message.kind === 'drop') prints.delete(message.number);
    else if (message.kind !== 'call' || !isStream(message.method)) return message as ToChild;
    else {
      const [text, number, options] = message.arguments as readonly [string, number, unknown];
      const print = prints.get(number);
      if (!print) throw new RangeError(`The engine process holds no print of number ${number}.`);
      return { ...message, arguments: [text, print, options] } as ToChild;
    }
    return undefined;
  };
}
