import { type Audio, concatenate, durationSeconds } from '../audio/audio.ts';
import { encodeOgg } from '../audio/encode.ts';
import { createLeveller, normalizeLoudnessInSteps } from '../audio/loudness.ts';
import { createOpusEncoderPool } from '../audio/opus-pool.ts';
import { encodeOpusStream } from '../audio/opus-stream.ts';
import { encodeWav } from '../audio/wav.ts';
import { createWaveformAccumulator, waveform } from '../audio/waveform.ts';
import { Refusal } from '../errors.ts';
import type { LiveEvent, SpeechFile, SpeechFormat } from './studio.ts';
import { inTurns, nextTurn } from './turn.ts';

/** Speaking: chunks of an engine in; Opus packets while they come, or one file, out. */
export interface Speaker {
  live(speech: AsyncIterable<Audio>, signal: AbortSignal): AsyncIterable<LiveEvent>;
  file(speech: AsyncIterable<Audio>, format: SpeechFormat, signal: AbortSignal): Promise<SpeechFile>;
  /** Has an encoder running before the first `live` asks for it. Refuses with 'ffmpeg-missing'. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export function createSpeaker(sampleRateHz: number): Speaker {
  const pool = createOpusEncoderPool();
  return {
    async *live(speech, signal) {
      const drawing = createWaveformAccumulator();
      const packets = encodeOpusStream(level(speech, drawing.push), { sampleRateHz, takeEncoder: pool.take }, signal);
      let step = await packets.next();
      try {
        for (; !step.done; step = await packets.next()) {
          // Packets that the encoder had ready are not heard after an abort.
          signal.throwIfAborted();
          yield { kind: 'packet', packet: step.value };
        }
      } finally {
        await packets.return(undefined as never);
      }
      yield { kind: 'end', durationSeconds: step.value.durationSeconds, waveform: drawing.finish() };
    },
    async file(speech, format, signal) {
      const startMs = performance.now();
      const { firstAtMs, ...collected } = await collect(speech, sampleRateHz);
      const audio = await inTurns(normalizeLoudnessInSteps(collected.audio), signal);
      const file = format === 'wav' ? encodeWav(audio) : await encodeOgg(audio, {}, signal);
      return {
        file,
        format,
        durationSeconds: durationSeconds(audio),
        waveform: waveform(audio.samples),
        firstAudioSeconds: (firstAtMs - startMs) / 1000,
      };
    },
    warm: () => pool.warm(sampleRateHz),
    close: () => pool.close(),
  };

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

/** All of it, and when its first chunk came. */
async function collect(speech: AsyncIterable<Audio>, sampleRateHz: number): Promise<{ audio: Audio; firstAtMs: number }> {
  const chunks: Audio[] = [];
  let firstAtMs = Number.NaN;
  for await (const chunk of speech) {
    if (chunks.length === 0) firstAtMs = performance.now();
    chunks.push(chunk);
    await nextTurn();
  }
  const audio = concatenate(chunks, sampleRateHz);
  if (audio.samples.length === 0) {
    throw new Refusal(
      'speech-empty',
      'The engine found nothing to say in the text. Write at least one word in the language of the voice.',
    );
  }
  return { audio, firstAtMs };
}
