/** sherpa-onnx-node (k2-fsa/sherpa-onnx, Apache-2.0): the part that src/engine/sherpa/ uses. Not in package.json: whoever wants it installs it. */
declare module 'sherpa-onnx-node' {
  interface Waveform {
    readonly samples: Float32Array;
    readonly sampleRate: number;
  }

  interface Stream {
    acceptWaveform(waveform: Waveform): void;
  }

  interface OnlineStream extends Stream {
    inputFinished(): void;
  }

  interface OfflineRecognizerConfig {
    readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
    readonly modelConfig: {
      readonly whisper?: {
        readonly encoder: string;
        readonly decoder: string;
        readonly language?: string;
        readonly task?: string;
      };
      readonly transducer?: { readonly encoder: string; readonly decoder: string; readonly joiner: string };
      readonly tokens: string;
      readonly numThreads: number;
      readonly provider: string;
      readonly debug: number;
    };
  }

  class OfflineRecognizer {
    constructor(config: OfflineRecognizerConfig);
    createStream(): Stream;
    /** Blocks the thread. */
    decode(stream: Stream): void;
    /** Absent from older versions. */
    decodeAsync?(stream: Stream): Promise<unknown>;
    getResult(stream: Stream): { readonly text: string };
  }

  class SpeakerEmbeddingExtractor {
    constructor(config: {
      readonly model: string;
      readonly numThreads: number;
      readonly provider: string;
      readonly debug: number;
    });
    readonly dim: number;
    createStream(): OnlineStream;
    isReady(stream: OnlineStream): boolean;
    /** [dim]; false: a copy rather than memory of the library, which some versions of Node do not allow. */
    compute(stream: OnlineStream, enableExternalBuffer?: boolean): Float32Array;
  }

  const sherpa: {
    readonly OfflineRecognizer: typeof OfflineRecognizer;
    readonly SpeakerEmbeddingExtractor: typeof SpeakerEmbeddingExtractor;
  };
  // biome-ignore lint/style/noDefaultExport: what require() gives
  export default sherpa;
}
