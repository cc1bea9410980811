import { type Audio, concatenate, durationSeconds } from '../audio/audio.ts';
import { encodeOgg } from '../audio/encode.ts';
import { randomGenerationId } from '../audio/generation-id.ts';
import { createLeveller, normalizeLoudnessInSteps } from '../audio/loudness.ts';
import type { MarkingKeys } from '../audio/marking-keys.ts';
import { createOpusEncoderPool } from '../audio/opus-pool.ts';
import { encodeOpusStream } from '../audio/opus-stream.ts';
import { withOpusTags } from '../audio/tags/opus-tags.ts';
import { outlineInSteps } from '../audio/tags/outline.ts';
import { signTags, type TagFacts } from '../audio/tags/signed-tags.ts';
import { createMarker } from '../audio/watermark/index.ts';
import type { Marker } from '../audio/watermark/watermark.ts';
import { encodeWav } from '../audio/wav.ts';
import { createWaveformAccumulator, waveform } from '../audio/waveform.ts';
import { marked } from './speaking/marking.ts';
import { type Speech, type SpeechRequest, speakText } from './speaking/pipeline.ts';
import { prepareText } from './speaking/prepare.ts';
import type { FileEvent, LiveEvent, ProgressEvent, SayOptions, SpeechFormat } from './studio.ts';
import { inTurns, nextTurn } from './turn.ts';

/** Speaking: a text in; Opus packets while it is being spoken, or one file, out. */
export interface Speaker {
  live(request: Saying, signal: AbortSignal): AsyncIterable<LiveEvent>;
  file(request: Saying, format: SpeechFormat, signal: AbortSignal): AsyncIterable<FileEvent>;
  /** Has an encoder running before the first `live` asks for it. Refuses with 'ffmpeg-missing'. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** `generationId`: what it is marked with; left out: a random one. */
export type Saying = Omit<SpeechRequest, 'form'> & Pick<SayOptions, 'generationId'>;

/** Of a file's time: levelling and encoding come after the last word. */
const SPEAKING_SHARE = 0.9;

export function createSpeaker(sampleRateHz: number, keys: MarkingKeys): Speaker {
  const pool = createOpusEncoderPool();
  return {
    async *live({ generationId = randomGenerationId(), ...request }, signal) {
      const speech = speakText({ ...request, form: 'live' }, signal);
      const chunks = marked(speech.chunks, markerFor(generationId), signal);
      const drawing = createWaveformAccumulator();
      const packets = encodeOpusStream(level(chunks, drawing.push), { sampleRateHz, takeEncoder: pool.take }, signal);
      const news = createNews(speech);
      let step = await packets.next();
      try {
        for (; !step.done; step = await packets.next()) {
          // Packets that the encoder had ready are not heard after an abort.
          signal.throwIfAborted();
          yield { kind: 'packet', packet: step.value };
          signal.throwIfAborted();
          yield* news(1);
        }
      } finally {
        await packets.return(undefined as never);
      }
      yield { kind: 'end', durationSeconds: step.value.durationSeconds, waveform: drawing.finish(), ...notesOf(speech) };
    },

    async *file({ generationId = randomGenerationId(), ...request }, format, signal) {
      const startMs = performance.now();
      const speech = speakText({ ...request, form: 'whole' }, signal);
      const chunks: Audio[] = [];
      const news = createNews(speech);
      let firstAtMs = startMs;
      for await (const chunk of marked(speech.chunks, markerFor(generationId), signal)) {
        if (chunks.length === 0) firstAtMs = performance.now();
        chunks.push(chunk);
        yield* news(SPEAKING_SHARE);
        await nextTurn();
        signal.throwIfAborted();
      }
      yield { kind: 'progress', share: SPEAKING_SHARE };
      const audio = await inTurns(normalizeLoudnessInSteps(concatenate(chunks, sampleRateHz)), signal);
      const facts = { generationId, madeAtMs: Date.now(), engine: request.engine.id, durationSeconds: durationSeconds(audio) };
      const file = format === 'wav' ? encodeWav(audio) : await encodeSigned(audio, facts, signal);
      yield {
        kind: 'end',
        file,
        format,
        durationSeconds: durationSeconds(audio),
        waveform: waveform(audio.samples),
        firstAudioSeconds: (firstAtMs - startMs) / 1000,
        ...notesOf(speech),
      };
    },
    async warm() {
      // The tables of numbers and abbreviations take some 0.1 s to load.
      prepareText('Ready to speak.', 'en');
      await pool.warm(sampleRateHz);
    },
    close: () => pool.close(),
  };

  function markerFor(generationId: string): Marker {
    return createMarker({ key: keys.marks[0], generationId }, sampleRateHz);
  }

  async function encodeSigned(audio: Audio, facts: TagFacts, signal: AbortSignal): Promise<Uint8Array> {
    const file = await encodeOgg(audio, {}, signal);
    const outline = await inTurns(outlineInSteps(audio), signal);
    return withOpusTags(file, signTags(facts, outline, keys.signing));
  }

  /** Levelled chunks; `draw` sees each of them. */
  async function* level(speech: AsyncIterable<Audio>, draw: (samples: Float32Array) => void): AsyncGenerator<Audio> {
    const leveller = createLeveller(sampleRateHz);
    for await (const chunk of speech) {
      const samples = leveller.push(chunk.samples);
      draw(samples);
      yield { samples, sampleRateHz };
      await nextTurn();
    }
    const samples = leveller.flush();
    draw(samples);
    yield { samples, sampleRateHz };
  }
}

/** The progress, when there is any since the last time; `scale` is what speaking is of the whole. */
function createNews(speech: Speech): (scale: number) => Generator<ProgressEvent> {
  let told = 0;
  return function* (scale) {
    if (speech.share <= told) return;
    told = speech.share;
    yield { kind: 'progress', share: scale * told };
  };
}

function notesOf({ notes }: Speech): Pick<LiveEvent & { kind: 'end' }, 'notes'> {
  return notes.length > 0 ? { notes } : {};
}
