import type { Audio } from '../../../audio/audio.ts';
import { createStretcher } from '../../../audio/stretch.ts';
import { Refusal } from '../../../errors.ts';
import { splitIntoPieces } from '../../../text/pieces.ts';
import type { Engine, Reference, SpeakOptions, VoicePrint, VoiceTraits } from '../../engine.ts';
import { readsLanguage, requireReferences } from '../../references.ts';
import { designVoice } from './design.ts';
import { enrollReferences } from './enroll.ts';
import type { Networks } from './networks-at-work.ts';
import { speakPiece } from './speak.ts';
import { readVoice, writeVoice } from './voice-codec.ts';

/** Spark: clones a voice from a few seconds and invents voices, with the neural networks of Spark-TTS-0.5B (Wang et al. 2025). English and Chinese. */
const description = { id: 'spark', languages: ['en', 'zh'], transcript: 'optional' } as const;

export function createSparkEngine(networks: Networks): Engine & Required<Pick<Engine, 'design'>> {
  const { config, tokens } = networks.description;
  const sampleRateHz = config.top.sample_rate;
  const counts = {
    globals: config.bicodec.speaker_encoder.token_num,
    globalKinds: tokens.global.count,
    semanticKinds: tokens.semantic.count,
  };

  async function enroll(references: readonly Reference[], signal: AbortSignal): Promise<VoicePrint> {
    signal.throwIfAborted();
    requireReferences(references, description);
    return writeVoice(await enrollReferences(networks, references, signal), references[0].language);
  }

  async function design(traits: VoiceTraits, signal: AbortSignal): Promise<VoicePrint> {
    signal.throwIfAborted();
    return writeVoice(await designVoice(networks, traits, signal), 'en');
  }

  async function* speak(text: string, print: VoicePrint, options: SpeakOptions, signal: AbortSignal): AsyncGenerator<Audio> {
    const voice = readVoice(print, counts);
    signal.throwIfAborted();
    const { seed = 0, rate = 1, language = print.language } = options;
    if (!readsLanguage(description, language)) {
      throw new Refusal(
        'language-unknown',
        `The engine "spark" speaks English and Chinese, not "${language}". Write in one of them, or use another engine.`,
      );
    }
    let pauseSeconds = 0;
    for (const [index, piece] of splitIntoPieces(text, language).entries()) {
      if (pauseSeconds > 0) yield { samples: new Float32Array(Math.round((pauseSeconds / rate) * sampleRateHz)), sampleRateHz };
      const stretcher = createStretcher(sampleRateHz, rate);
      for await (const samples of speakPiece(networks, { text: piece.text, voice, seed: seed + index }, signal)) {
        const stretched = stretcher.push(samples);
        if (stretched.length > 0) yield { samples: stretched, sampleRateHz };
      }
      const rest = stretcher.flush();
      if (rest.length > 0) yield { samples: rest, sampleRateHz };
      pauseSeconds = piece.pauseSeconds;
    }
  }

  return { ...description, sampled: true, sampleRateHz, enroll, speak, design };
}
