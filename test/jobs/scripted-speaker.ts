import type { VoicePrint } from '../../src/engine/engine.ts';
import type { FileEvent, LiveEvent } from '../../src/engine/studio.ts';
import type { Speaker, SpeakerOptions } from '../../src/jobs/speaker.ts';

/** A speech that a test drives: what is said next, and when. */
export interface Speech {
  readonly text: string;
  readonly print: VoicePrint;
  readonly options: SpeakerOptions & { readonly format?: string };
  readonly signal: AbortSignal;
  /** Yields an event; resolves when the next one is asked for. */
  say(event: LiveEvent | FileEvent): void;
  /** Yields `count` packets numbered from `first`. */
  packets(count: number, first?: number): void;
  /** The last event, with this file or none. */
  end(file?: string): void;
  fail(error: Error): void;
  /** Events that the queue has taken. */
  readonly taken: number;
  /** The queue has closed it, or it has ended. */
  readonly isOver: boolean;
}

const waveform = new Uint8Array(256);

/** A speaker whose every speech waits for the test. `obeys: false`: it does not notice an abort. */
export function createScriptedSpeaker({ obeys = true } = {}) {
  const speeches: Speech[] = [];
  let wake = Promise.withResolvers<void>();

  async function* speak(text: string, print: VoicePrint, options: Speech['options'], signal: AbortSignal) {
    const events: (LiveEvent | FileEvent | Error)[] = [];
    let more = Promise.withResolvers<void>();
    let taken = 0;
    let isOver = false;
    const put = (event: LiveEvent | FileEvent | Error) => {
      events.push(event);
      more.resolve();
    };
    speeches.push({
      text,
      print,
      options,
      signal,
      say: put,
      packets(count, first = 0) {
        for (let i = first; i < first + count; i++) put({ kind: 'packet', packet: Uint8Array.of(i) });
      },
      end(file = text) {
        const facts = { kind: 'end', durationSeconds: 1, waveform } as const;
        if (!options.format) return put(facts);
        const format = options.format as 'ogg' | 'wav';
        put({ ...facts, file: new TextEncoder().encode(file), format, firstAudioSeconds: 0.1 });
      },
      fail: put,
      get taken() {
        return taken;
      },
      get isOver() {
        return isOver;
      },
    });
    wake.resolve();
    if (obeys) signal.addEventListener('abort', () => put(signal.reason as Error));
    try {
      for (;;) {
        if (obeys) signal.throwIfAborted();
        while (events.length === 0) {
          more = Promise.withResolvers();
          await more.promise;
        }
        const event = events.shift()!;
        if (event instanceof Error) throw event;
        taken++;
        yield event;
        if (event.kind === 'end') return;
      }
    } finally {
      isOver = true;
    }
  }

  const speaker: Speaker = {
    speakLive: (text, print, options, signal) => speak(text, print, options, signal) as AsyncIterable<LiveEvent>,
    speakFile: (text, print, options, signal) => speak(text, print, options, signal) as AsyncIterable<FileEvent>,
  };

  return {
    ...speaker,
    speeches,
    /** The one that was begun as number `index`, from 0; waits for it. */
    async speech(index: number): Promise<Speech> {
      while (speeches.length <= index) {
        wake = Promise.withResolvers();
        await wake.promise;
      }
      return speeches[index];
    },
  };
}

/** A speaker that is done at once: the file is the text itself, live speech is one packet for each word. */
export function createInstantSpeaker() {
  const texts: string[] = [];
  const speaker: Speaker = {
    async *speakLive(text, _print, _options, signal) {
      texts.push(text);
      for (const word of text.split(' ')) {
        signal.throwIfAborted();
        yield { kind: 'packet', packet: new TextEncoder().encode(word) };
      }
      yield { kind: 'end', durationSeconds: 1, waveform };
    },
    async *speakFile(text, _print, { format }, signal) {
      texts.push(text);
      signal.throwIfAborted();
      yield { kind: 'end', file: new TextEncoder().encode(text), format, durationSeconds: 1, waveform, firstAudioSeconds: 0 };
    },
  };
  return { ...speaker, texts };
}
