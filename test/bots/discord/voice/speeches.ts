/** Speeches: what a queue hands to a player, made of packets that a test supplies when it likes. */

import type { Utterance } from '../../../../src/commands/playback.ts';
import { createPacketStream } from '../../../../src/jobs/packet-stream.ts';

export interface TestSpeech extends Utterance {
  /** Supplies so many packets of 20 ms. */
  say(packets: number): void;
  /** No more packets. */
  end(): void;
  /** As when the owner revokes, or a deadline passes. */
  fail(reason: Error): void;
  /** What the player cancelled it with. */
  readonly cancelledWith: Error | undefined;
  /** The packets supplied so far. */
  readonly packets: readonly Buffer[];
}

let speeches = 0;

export function createSpeech({ requester = 'discord:400', owner = 'discord:401' } = {}): TestSpeech {
  const number = ++speeches;
  const id = `speech-${number}`;
  const finished = Promise.withResolvers<never>();
  finished.promise.catch(() => {});
  const supplied: Buffer[] = [];
  let cancelledWith: Error | undefined;
  const stream = createPacketStream({ windowPackets: 10_000, onTake: () => {}, onLeft: () => {} });
  const fail = (reason: Error) => {
    stream.fail(reason);
    finished.reject(reason);
  };
  return {
    id,
    requester,
    owner,
    label: `AI voice ${number}`,
    packets: supplied,
    speech: {
      id,
      generationId: '00000000',
      accepted: Promise.resolve(),
      onProgress: () => () => {},
      packets: stream.packets,
      finished: finished.promise,
      answered: () => {},
      cancel(reason) {
        cancelledWith ??= reason;
        fail(reason);
      },
    },
    say(packets) {
      for (let count = 0; count < packets; count++) {
        const packet = packetOf(number, supplied.length);
        supplied.push(packet);
        stream.put(packet);
      }
    },
    end: () => stream.end(() => {}),
    fail,
    get cancelledWith() {
      return cancelledWith;
    },
  };
}

/** One frame of 20 ms by its first byte (CELT, fullband, mono); the rest tells which it is. */
function packetOf(speech: number, index: number): Buffer {
  const packet = Buffer.alloc(20, speech);
  packet[0] = 0xf8;
  packet.writeUInt32BE(index, 4);
  return packet;
}
