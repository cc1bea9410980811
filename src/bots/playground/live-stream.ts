/**
 * Live stream: what a page that listens to the voice channel gets over one response that stays open. A frame is a byte that says what it is,
 * two bytes of length (big endian), and its content: 1 an utterance begins (its id), 2 a packet of Opus (20 ms, 48 kHz mono), 3 it ends, 4 it
 * was cut off: be silent at once.
 */
export interface LiveStream {
  send(frame: Frame, content?: Uint8Array): void;
  /** Whether somebody listens. */
  readonly isHeard: boolean;
  /** Ends when the listener leaves, or does not keep up. */
  listen(): ReadableStream<Uint8Array>;
  close(): void;
}

export const frames = { starts: 1, packet: 2, ends: 3, cut: 4 } as const;
export type Frame = (typeof frames)[keyof typeof frames];

/** 10 s of speech: who is further behind hears nothing live any more. */
const maximumBehindBytes = 80_000;

export function createLiveStream(): LiveStream {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();

  function leave(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (!listeners.delete(controller)) return;
    controller.close();
  }

  return {
    get isHeard() {
      return listeners.size > 0;
    },
    send(frame, content = new Uint8Array()) {
      const bytes = new Uint8Array(3 + content.length);
      bytes[0] = frame;
      new DataView(bytes.buffer).setUint16(1, content.length);
      bytes.set(content, 3);
      for (const controller of listeners) {
        if ((controller.desiredSize ?? 0) < 0) leave(controller);
        else controller.enqueue(bytes);
      }
    },
    listen() {
      let own: ReadableStreamDefaultController<Uint8Array>;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            own = controller;
            listeners.add(controller);
          },
          cancel: () => void listeners.delete(own),
        },
        new ByteLengthQueuingStrategy({ highWaterMark: maximumBehindBytes }),
      );
    },
    close() {
      for (const controller of listeners) leave(controller);
    },
  };
}
