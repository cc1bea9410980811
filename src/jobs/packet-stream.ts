/**
 * Packet stream: between an engine that is faster than speech and one listener. Holds a bounded window; a failure drops what is buffered
 * and reaches the listener at once.
 */
export interface PacketStream {
  /** Undefined while there is room; else a promise of half a window of room, which rejects when the stream fails. */
  put(packet: Uint8Array): Promise<void> | undefined;
  /** No more packets; `onRead` is called when the listener has taken the last one. */
  end(onRead: () => void): void;
  fail(reason: Error): void;
  readonly packets: AsyncIterable<Uint8Array>;
}

export interface PacketStreamOptions {
  readonly windowPackets: number;
  readonly onTake: () => void;
  /** The listener stopped reading before the end. */
  readonly onLeft: () => void;
}

export function createPacketStream({ windowPackets, onTake, onLeft }: PacketStreamOptions): PacketStream {
  let buffered: Uint8Array[] = [];
  let taken = 0;
  let failure: { readonly reason: Error } | undefined;
  let ending: { readonly onRead: () => void } | undefined;
  let isOver = false;
  let isRead = false;
  const readers: PromiseWithResolvers<IteratorResult<Uint8Array>>[] = [];
  let room: PromiseWithResolvers<void> | undefined;

  const held = () => buffered.length - taken;

  function shift(): Uint8Array {
    const packet = buffered[taken++];
    if (taken > 1024 || taken === buffered.length) {
      buffered = buffered.slice(taken);
      taken = 0;
    }
    if (room && held() <= windowPackets / 2) {
      room.resolve();
      room = undefined;
    }
    return packet;
  }

  function finish(): IteratorResult<Uint8Array> {
    if (!isOver) {
      isOver = true;
      ending?.onRead();
    }
    return { done: true, value: undefined };
  }

  async function next(): Promise<IteratorResult<Uint8Array>> {
    if (failure) throw failure.reason;
    if (held() > 0) {
      onTake();
      return { done: false, value: shift() };
    }
    if (ending || isOver) return finish();
    const reader = Promise.withResolvers<IteratorResult<Uint8Array>>();
    readers.push(reader);
    return reader.promise;
  }

  async function leave(): Promise<IteratorResult<Uint8Array>> {
    for (const reader of readers.splice(0)) reader.resolve({ done: true, value: undefined });
    if (ending && !failure && held() === 0) return finish();
    if (!isOver && !failure) onLeft();
    return { done: true, value: undefined };
  }

  return {
    put(packet) {
      if (failure) return undefined;
      const reader = readers.shift();
      if (reader) {
        onTake();
        reader.resolve({ done: false, value: packet });
        return undefined;
      }
      buffered.push(packet);
      if (held() < windowPackets) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    end(onRead) {
      ending = { onRead };
      for (const reader of readers.splice(0)) reader.resolve(finish());
    },
    fail(reason) {
      if (isOver || failure) return;
      failure = { reason };
      buffered = [];
      taken = 0;
      for (const reader of readers.splice(0)) reader.reject(reason);
      room?.reject(reason);
    },
    packets: {
      [Symbol.asyncIterator]() {
        if (isRead) throw new Error('The packets of a live job may be read once.');
        isRead = true;
        return { next, return: leave };
      },
    },
  };
}
