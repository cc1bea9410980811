import type { Audio } from '../../audio/audio.ts';
import type { Engine, SpeakOptions, VoicePrint } from '../engine.ts';
import { readsLanguage } from '../references.ts';
import { requireSpeakOptions } from '../speech-limits.ts';
import { nextTurn } from '../turn.ts';
import { type GuardNote, type GuardOptions, guardDefaults, guardPiece } from './guard.ts';
import { nothingToSay, prepareText } from './prepare.ts';

/**
 * Pipeline: a text to the sound of a voice: written out in words, cut into pieces, each spoken by the engine under guard and followed by
 * its pause. The first piece is short, and what follows it is spoken while a listener hears it.
 */
export interface Speech {
  /** In order, without gaps, ends with the last piece. May be read once. */
  readonly chunks: AsyncIterable<Audio>;
  /** How much of the text has been spoken by now, 0 to 1. */
  readonly share: number;
  /** What the engine got wrong by now. */
  readonly notes: readonly GuardNote[];
}

export interface SpeechRequest {
  readonly engine: Engine;
  readonly text: string;
  readonly print: VoicePrint;
  readonly options: SpeakOptions;
  /** live: somebody is listening, so little is held back. whole: nobody hears it before it is done, so every piece can be made anew. */
  readonly form: 'live' | 'whole';
  /** Left out: {@link guardDefaults}. */
  readonly stallSeconds?: number;
}

export function speakText(request: SpeechRequest, signal: AbortSignal): Speech {
  const notes: GuardNote[] = [];
  let share = 0;
  return {
    chunks: chunks(),
    notes,
    get share() {
      return share;
    },
  };

  async function* chunks(): AsyncGenerator<Audio> {
    const { engine, text, print, options } = request;
    signal.throwIfAborted();
    requireSpeakOptions(options);
    // A language that the engine does not read is better read with the sounds of the voice's own than not at all.
    const wanted = options.language;
    const language = wanted !== undefined && readsLanguage(engine, wanted) ? wanted : print.language;
    const pieces = prepareText(text, language);
    const { sampleRateHz } = engine;
    const { seed = 0, rate = 1 } = options;
    const guard = guardFor(request);
    const charactersInAll = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    let characters = 0;
    let pauseSeconds = 0;
    let samples = 0;
    for (const [index, piece] of pieces.entries()) {
      const sound = guardPiece(
        {
          engine,
          text: piece.text,
          speech: { ...options, language, seed: (seed + index) % Number.MAX_SAFE_INTEGER },
          speak: (speech, attemptSignal) => engine.speak(piece.text, print, speech, attemptSignal),
          onNote: (fault, outcome) => notes.push({ piece: index, fault, outcome }),
        },
        guard,
        signal,
      );
      for await (const chunk of sound) {
        const pause = samples > 0 ? Math.round((pauseSeconds / rate) * sampleRateHz) : 0;
        pauseSeconds = 0;
        if (pause > 0) yield { samples: new Float32Array(pause), sampleRateHz };
        samples += chunk.samples.length;
        yield chunk;
      }
      characters += piece.text.length;
      share = characters / charactersInAll;
      pauseSeconds = piece.pauseSeconds;
      await nextTurn();
      signal.throwIfAborted();
    }
    if (samples === 0) throw nothingToSay();
  }
}

/** An engine that says the same with each seed is not asked again, and nothing of it is held back. */
function guardFor({ engine, form, stallSeconds = guardDefaults.stallSeconds }: SpeechRequest): GuardOptions {
  if (!engine.sampled) return { holdSeconds: 0, attempts: 1, stallSeconds };
  return {
    holdSeconds: form === 'live' ? guardDefaults.liveHoldSeconds : Number.POSITIVE_INFINITY,
    attempts: guardDefaults.attempts,
    stallSeconds,
  };
}
