import type { Studio } from '../engine/studio.ts';
import type { Speaker } from './speaker.ts';

/** The speaker that a studio is: what the queue asks of the engine process, and nothing else of it. */
export function speakerOf(studio: Pick<Studio, 'sayLive' | 'sayFile'>): Speaker {
  return {
    speakLive: (text, print, options, signal) => studio.sayLive(text, print, options, signal),
    speakFile: (text, print, options, signal) => studio.sayFile(text, print, options, signal),
  };
}
