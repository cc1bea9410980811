import { orAborted } from '../engine/deadline.ts';
import { within } from './within.ts';

/**
 * Yields what `items` yield until `signal` aborts; throws its reason then, whether or not `items` take notice. Ends when they have stopped,
 * or after `graceSeconds` without them: whoever counts what runs learns when it is over.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
  graceSeconds: number,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const step = await orAborted(iterator.next(), signal);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    await within(graceSeconds, Promise.resolve(iterator.return?.()));
  }
}
