import type { Audio } from '../../../audio/audio.ts';
import { type Piece, pieceDefaults, splitIntoPieces } from '../../../text/pieces.ts';
import type { Engine, Reference, SpeakOptions, VoicePrint } from '../../engine.ts';
import { requirePrint } from '../../print.ts';
import { createReader } from '../../reading/espeak.ts';
import { espeakLanguages } from '../../reading/languages.ts';
import { requireReferences } from '../../references.ts';
import { nextTurn } from '../../turn.ts';
import { enrollReferences } from './enroll.ts';
import { createSpeaker, type Speaker, sampleRateHz, speakReading } from './speak.ts';
import { decodeVoice, encodeVoice, voiceFormat } from './voice-codec.ts';

/**
 * Mynah: the embedded engine. It needs no download and no GPU: espeak-ng reads the text, and every frame of the reading is replaced by
 * frames of the person's own voice. A parametric sound: the right person, pitch and pace, somewhat muffled; no neural cloning.
 */
const description = { id: 'mynah', sampleRateHz, languages: espeakLanguages, transcript: 'optional' } as const;

export async function createMynah(): Promise<Engine> {
  const reader = await createReader();
  // The first reading compiles espeak-ng's code; better now than in somebody's first sentence.
  reader.read('Ready to speak.', 'en');
  /** Ready as long as somebody holds the print: a few MB each. */
  const speakers = new WeakMap<VoicePrint, Speaker>();

  function speakerOf(print: VoicePrint): Speaker {
    requirePrint(print, { engine: description.id, formats: [voiceFormat] });
    const speaker = speakers.get(print) ?? createSpeaker(decodeVoice(print.data));
    speakers.set(print, speaker);
    return speaker;
  }

  async function* speak(text: string, print: VoicePrint, options: SpeakOptions, signal: AbortSignal): AsyncGenerator<Audio> {
    const speaker = speakerOf(print);
    const { seed = 0, rate = 1, language = print.language } = options;
    let pauseSeconds = 0;
    for (const [index, piece] of piecesOf(text, language).entries()) {
      signal.throwIfAborted();
      const pause = Math.round((pauseSeconds / rate) * sampleRateHz);
      if (pause > 0) yield { samples: new Float32Array(pause), sampleRateHz };
      pauseSeconds = piece.pauseSeconds;
      const reading = reader.read(piece.text, language);
      await nextTurn();
      signal.throwIfAborted();
      for (const samples of speakReading(speaker, reading, { rate, seed: seed + index })) {
        await nextTurn();
        signal.throwIfAborted();
        if (samples.length > 0) yield { samples, sampleRateHz };
      }
    }
  }

  async function enroll(references: readonly Reference[], signal: AbortSignal): Promise<VoicePrint> {
    requireReferences(references, description);
    const model = await enrollReferences(reader, references, signal);
    return { engine: description.id, format: voiceFormat, language: references[0].language, data: encodeVoice(model) };
  }

  return { ...description, enroll, speak };
}

/** espeak-ng reads a piece at a stretch within some 50 ms; what a Studio asks for is one already. */
function piecesOf(text: string, language: string): readonly Piece[] {
  return text.length <= pieceDefaults.length ? [{ text, pauseSeconds: 0 }] : splitIntoPieces(text, language);
}
