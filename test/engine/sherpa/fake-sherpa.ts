import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { LoadSherpa, Sherpa } from '../../../src/engine/sherpa/package.ts';

/**
 * sherpa-onnx-node as its sources have it (k2-fsa/sherpa-onnx, scripts/node-addon-api/lib), but strict: a call in the wrong order, a missing
 * file or a wrong type throws, where the library would answer with nonsense or end the process. It hears what it is told that it hears.
 */
export interface FakeSherpa {
  readonly load: LoadSherpa;
  /** What each recognizer was made with. */
  readonly configs: unknown[];
}

interface FakeStream {
  waveform?: { samples: Float32Array; sampleRate: number };
  finished?: boolean;
  decoded?: boolean;
}

export function createFakeSherpa(transcript: string, { hasAsync = true, vectors = [] as readonly number[][] } = {}): FakeSherpa {
  const configs: unknown[] = [];
  let vector = 0;

  function accept(stream: FakeStream, waveform: { samples: Float32Array; sampleRate: number }): void {
    assert.ok(waveform.samples instanceof Float32Array, 'samples: a Float32Array');
    assert.ok(Number.isInteger(waveform.sampleRate), 'sampleRate: a whole number');
    assert.equal(stream.waveform, undefined, 'an offline stream takes one waveform');
    stream.waveform = waveform;
  }

  class OfflineRecognizer {
    constructor(config: { featConfig: unknown; modelConfig: Record<string, unknown> & { tokens: string } }) {
      const { whisper, transducer, tokens } = config.modelConfig as Record<string, Record<string, string>> & { tokens: string };
      assert.deepEqual(config.featConfig, { sampleRate: 16_000, featureDim: 80 });
      assert.ok(Boolean(whisper) !== Boolean(transducer), 'one model');
      const files = whisper ? ['encoder', 'decoder'] : ['encoder', 'decoder', 'joiner'];
      for (const name of files) assert.ok(existsSync((whisper ?? transducer)[name]), `no file for ${name}`);
      assert.ok(existsSync(tokens), 'no tokens');
      configs.push(config);
    }

    createStream() {
      const stream: FakeStream = {};
      return { stream, acceptWaveform: (waveform: never) => accept(stream, waveform) };
    }

    decode({ stream }: { stream: FakeStream }) {
      assert.ok(stream.waveform, 'decode before acceptWaveform');
      stream.decoded = true;
    }

    getResult({ stream }: { stream: FakeStream }) {
      assert.ok(stream.decoded, 'getResult before decode');
      return { lang: '', emotion: '', event: '', text: transcript, timestamps: [], tokens: [], words: [] };
    }
  }
  if (hasAsync) {
    Object.assign(OfflineRecognizer.prototype, {
      async decodeAsync(this: OfflineRecognizer, stream: never) {
        await new Promise(resolve => setImmediate(resolve));
        this.decode(stream);
        return this.getResult(stream);
      },
    });
  }

  class SpeakerEmbeddingExtractor {
    readonly dim = vectors[0]?.length ?? 0;
    constructor({ model }: { model: string }) {
      assert.ok(existsSync(model), 'no model');
    }
    createStream() {
      const stream: FakeStream = {};
      return {
        stream,
        acceptWaveform: (waveform: never) => accept(stream, waveform),
        inputFinished: () => {
          stream.finished = true;
        },
      };
    }
    isReady({ stream }: { stream: FakeStream }) {
      return Boolean(stream.finished && stream.waveform!.samples.length > 0);
    }
    compute({ stream }: { stream: FakeStream }, enableExternalBuffer = true) {
      assert.ok(stream.finished, 'compute before inputFinished');
      assert.equal(enableExternalBuffer, false, 'external buffers are not allowed in this process');
      return Float32Array.from(vectors[vector++ % vectors.length]!);
    }
  }
  return { load: async () => ({ OfflineRecognizer, SpeakerEmbeddingExtractor }) as unknown as Sherpa, configs };
}
