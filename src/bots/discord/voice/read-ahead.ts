/**
 * Read-ahead: the few packets that are held between a speech and the wire, so that a beat never has to wait for a promise. When the speech
 * fails, nothing of it is left.
 */
export interface ReadAhead {
  /** The next packet, if one is there. */
  take(): Buffer | undefined;
  /** Everything was read and taken. */
  readonly isOver: boolean;
  /** Reads no further and forgets what it holds; the speech is cancelled when it was not over. */
  stop(): void;
}

export interface ReadAheadOptions {
  /** A packet came after there was none. */
  readonly onPacket: () => void;
  /** All was read (not yet taken), or with a reason: the speech has failed. */
  readonly onEnd: (reason?: Error) => void;
}

/** 100 ms of sound: one more than the pacer may send together, so that making up for a late beat never looks like a speech that falters. */
export const readAheadPackets = 5;

export function createReadAhead(packets: AsyncIterable<Uint8Array>, { onPacket, onEnd }: ReadAheadOptions): ReadAhead {
  let held: Buffer[] = [];
  let room: PromiseWithResolvers<void> | undefined;
  let isRead = false;
  let isStopped = false;

  async function readAll(): Promise<void> {
    for await (const packet of packets) {
      if (isStopped) return;
      if (packet.length === 0) continue;
      held.push(Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
      if (held.length === 1) onPacket();
      if (held.length < readAheadPackets) continue;
      room = Promise.withResolvers();
      await room.promise;
      if (isStopped) return;
    }
  }

  function stop(): void {
    isStopped = true;
    held = [];
    room?.resolve();
  }

  readAll().then(
    () => {
      isRead = true;
      if (!isStopped) onEnd();
    },
    error => {
      isRead = true;
      if (isStopped) return;
      stop();
      onEnd(error as Error);
    },
  );

  return {
    take() {
      const packet = held.shift();
      if (packet) room?.resolve();
      return packet;
    },
    get isOver() {
      return isRead && held.length === 0;
    },
    stop,
  };
}
