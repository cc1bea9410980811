import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Models: which model files for sherpa-onnx a folder holds, by their names as its releases have them; files lie in the folder itself:
 *   Whisper     *-encoder*.onnx, *-decoder*.onnx, *tokens.txt     (as sherpa-onnx-whisper-base.en)
 *   transducer  encoder*.onnx, decoder*.onnx, joiner*.onnx, tokens.txt     (as sherpa-onnx-zipformer-en-2023-04-01)
 *   speaker     *campplus*.onnx     (3D-Speaker's CAM++, as 3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx)
 * Where a model comes in several precisions, int8 is taken.
 */
export interface SpeechModels {
  readonly recognition?: RecognitionModel;
  /** Path of the speaker embedding model. */
  readonly speaker?: string;
}

export type RecognitionModel =
  | { readonly kind: 'whisper'; readonly encoder: string; readonly decoder: string; readonly tokens: string }
  | {
      readonly kind: 'transducer';
      readonly encoder: string;
      readonly decoder: string;
      readonly joiner: string;
      readonly tokens: string;
    };

/** Nothing where the folder is missing or left out. */
export async function findSpeechModels(folder: string | undefined): Promise<SpeechModels> {
  if (!folder) return {};
  const names = (await readdir(folder).catch(() => [])).sort();
  const find = (pattern: RegExp): string | undefined => {
    const all = names.filter(name => pattern.test(name));
    const name = all.find(candidate => candidate.includes('int8')) ?? all[0];
    return name && join(folder, name);
  };
  const recognition = recognitionModel({
    encoder: find(/encoder.*\.onnx$/),
    decoder: find(/decoder.*\.onnx$/),
    joiner: find(/joiner.*\.onnx$/),
    tokens: find(/tokens\.txt$/),
  });
  const speaker = find(/campplus.*\.onnx$/);
  return { ...(recognition && { recognition }), ...(speaker && { speaker }) };
}

function recognitionModel(files: Readonly<Record<'encoder' | 'decoder' | 'joiner' | 'tokens', string | undefined>>) {
  const { encoder, decoder, joiner, tokens } = files;
  if (!encoder || !decoder || !tokens) return undefined;
  return joiner
    ? ({ kind: 'transducer', encoder, decoder, joiner, tokens } as const)
    : ({ kind: 'whisper', encoder, decoder, tokens } as const);
}
