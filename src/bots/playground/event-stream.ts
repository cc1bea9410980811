import type { Context } from 'hono';
import type { RoomEvent } from './room.ts';

/** Event stream: what happens in the room, as server-sent events (HTML standard, 9.2), to one page. One that does not keep up is let go, and comes back by itself. */
const maximumBehindBytes = 4_000_000;
const keepAliveMs = 15_000;
/** Why it ends when the page has left: the stream is closed already. */
const cancelled = 'cancelled';

/** `follow` calls its listener with what there is, then with what comes. */
export function eventStream(
  context: Context,
  follow: (listener: (event: RoomEvent) => void, signal: AbortSignal) => void,
  stop: AbortSignal,
): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          if (gone.signal.aborted) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < 0) gone.abort();
        };
        const timer = setInterval(() => send(':\n\n'), keepAliveMs);
        gone.signal.addEventListener('abort', () => {
          clearInterval(timer);
          if (gone.signal.reason !== cancelled) controller.close();
        });
        stop.addEventListener('abort', () => gone.abort(), { once: true, signal: gone.signal });
        send('retry: 1000\n\n');
        follow(event => send(`data: ${JSON.stringify(event)}\n\n`), gone.signal);
        send('event: ready\ndata: {}\n\n');
      },
      cancel: () => gone.abort(cancelled),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maximumBehindBytes }),
  );
  return context.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
}
