import { type Playback, skipped, type Utterance } from '../../commands/playback.ts';
import { Refusal } from '../../errors.ts';

/** Channel: the voice channel of one place, as if somebody listened: takes the packets of each utterance in turn, paced like a real one. */
export interface Channel extends Playback {
  enter(personId: string): void;
  exit(personId: string): void;
}

export interface ChannelOptions {
  readonly name: string;
  /** Resolves when the next packet (20 ms) is due; rejects when `signal` aborts. */
  readonly pace: Pace;
  /** What happens there, for the screen. */
  readonly onEvent: (event: ChannelEvent) => void;
  /** Each packet when it is due, for whoever really listens. */
  readonly onPacket?: (packet: Uint8Array) => void;
}

export type Pace = (signal: AbortSignal) => Promise<void>;

export type ChannelEvent =
  | { readonly kind: 'starts'; readonly id: string; readonly label: string }
  | { readonly kind: 'ends'; readonly id: string; readonly label: string; readonly seconds: number; readonly reason?: Error };

const packetSeconds = 0.02;

export function createChannel({ name, pace, onEvent, onPacket = () => {} }: ChannelOptions): Channel {
  const people = new Set<string>();
  const waiting: { readonly utterance: Utterance; readonly stop: AbortController }[] = [];
  let isPlaying = false;

  async function playAll(): Promise<void> {
    if (isPlaying) return;
    isPlaying = true;
    for (let next = waiting[0]; next; next = waiting[0]) {
      await playOne(next.utterance, next.stop.signal);
      waiting.splice(waiting.indexOf(next), 1);
    }
    isPlaying = false;
  }

  async function playOne({ id, label, speech }: Utterance, signal: AbortSignal): Promise<void> {
    let packets = 0;
    let reason: Error | undefined;
    try {
      for await (const packet of speech.packets) {
        if (packets++ === 0) onEvent({ kind: 'starts', id, label });
        onPacket(packet);
        await pace(signal);
      }
    } catch (error) {
      reason = error as Error;
    }
    if (packets > 0) onEvent({ kind: 'ends', id, label, seconds: packets * packetSeconds, ...(reason ? { reason } : {}) });
  }

  function skip(id?: string): boolean {
    const entry = id === undefined ? waiting[0] : waiting.find(({ utterance }) => utterance.id === id);
    if (!entry) return false;
    entry.utterance.speech.cancel(skipped());
    entry.stop.abort(skipped());
    return true;
  }

  return {
    enter: personId => people.add(personId),
    exit: personId => people.delete(personId),
    async join(personId) {
      if (people.has(personId)) return { channel: name };
      throw new Refusal('live-no-channel', 'You are in no voice channel. Join one, then try again.');
    },
    async leave() {
      while (skip()) waiting.shift();
    },
    async play(utterance) {
      const stop = new AbortController();
      waiting.push({ utterance, stop });
      utterance.speech.finished.catch(error => stop.abort(error));
      void playAll();
    },
    queue: () => waiting.map(({ utterance }) => utterance),
    skip,
    stop() {
      const all = [...waiting];
      for (const { utterance } of all) skip(utterance.id);
      return all.length;
    },
  };
}

/** As a listener hears it: a packet each 20 ms. */
export async function realPace(signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  await setTimeout(packetSeconds * 1000, undefined, { signal });
}
