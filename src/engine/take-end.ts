import type { FileEvent, LiveEvent } from './studio.ts';

/** The last event of a speech, which says what came of it; `onProgress` hears the shares on the way. */
export async function takeEnd<Event extends LiveEvent | FileEvent>(
  events: AsyncIterable<Event>,
  onProgress: (share: number) => void = () => {},
): Promise<Extract<Event, { kind: 'end' }>> {
  for await (const event of events) {
    if (event.kind === 'progress') onProgress(event.share);
    if (event.kind === 'end') return event as Extract<Event, { kind: 'end' }>;
  }
  throw new Error('The speech ended without an end.');
}
