import type { Line } from './line.ts';
import type { Pacer } from './pacer.ts';

/**
 * Player: what goes out in one voice channel on every beat: speech; silence while an utterance has nothing ready; five frames of silence
 * after an utterance and before a pause, which tell decoders that nothing is missing.
 * https://discord.com/developers/docs/topics/voice-connections#voice-data-interpolation
 */
export interface Player {
  /** There is something to say, or there may be. */
  wake(): void;
  /** Says nothing until `resume`; what is in the line stays. */
  pause(): void;
  resume(): void;
  /** Off the beat at once, and not paused any more: nothing is left to say. */
  stop(): void;
}

/** Where the player sends to. */
export interface Outlet {
  /** Whether it is connected. */
  readonly isReady: boolean;
  /** Whether speech may go out now; asked before each packet of speech. */
  admits(): boolean;
  /** Encrypts and sends at once. */
  send(packet: Buffer): void;
  /** Nothing will be sent for a while. */
  rest(): void;
}

export interface PlayerOptions {
  readonly pacer: Pacer;
  readonly line: Line;
  readonly outlet: Outlet;
  /** Sending failed. The player goes on; whoever owns the outlet decides what becomes of it. */
  readonly onFault: (error: unknown) => void;
}

export const silenceFrame = Buffer.from([0xf8, 0xff, 0xfe]);
export const silenceFrames = 5;

export function createPlayer({ pacer, line, outlet, onFault }: PlayerOptions): Player {
  let isPaused = false;
  /** The utterance that the last packet belonged to. */
  let saying: unknown;
  /** Frames of silence that are still to come. */
  let owed = 0;

  function step(): void {
    try {
      if (outlet.isReady) advance();
      else sleep();
    } catch (error) {
      onFault(error);
    }
  }

  function advance(): void {
    const outcome = say();
    if (outcome === 'said') return;
    if (owed > 0) {
      owed--;
      outlet.send(silenceFrame);
    } else if (outcome === 'nothing') sleep();
  }

  /** "keys": it would, if it could be encrypted. */
  function say(): 'said' | 'nothing' | 'keys' {
    const [first] = line.entries;
    if (!first || isPaused || (owed > 0 && first !== saying)) return 'nothing';
    if (!outlet.admits()) return 'keys';
    const packet = line.take();
    if (packet) {
      saying = first;
      owed = silenceFrames;
      outlet.send(packet);
      return 'said';
    }
    const isStarving = first.isHeard && line.entries[0] === first;
    if (isStarving) outlet.send(silenceFrame);
    return isStarving ? 'said' : 'nothing';
  }

  function sleep(): void {
    pacer.remove(step);
    owed = 0;
    outlet.rest();
  }

  return {
    wake: () => pacer.add(step),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      pacer.add(step);
    },
    stop() {
      pacer.remove(step);
      isPaused = false;
      owed = 0;
      saying = undefined;
    },
  };
}
