import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { type Checkpoint, openCheckpoint, weightFiles } from '../../../src/engine/backends/spark/checkpoint.ts';
import { readCodecConfig } from '../../../src/engine/backends/spark/config.ts';
import { openSafetensors } from '../../../src/engine/onnx/safetensors.ts';
import { openGolden } from './golden.ts';
import { languageParity } from './parity-language.ts';
import { type ParityMaterial, soundParity } from './parity-sound.ts';

/** All of the parity of one golden folder, on a checkpoint with seeded weights in the layout of the real one. A case may hold the codec only. */
export function parity(folder: string): void {
  const golden = openGolden(folder);
  describe(`parity with upstream: ${golden.case.case}`, () => {
    let target: string;
    let sound: ParityMaterial;
    let checkpoint: Checkpoint | undefined;
    before(async () => {
      target = await mkdtemp(join(tmpdir(), 'consonant-golden-'));
      await golden.writeCheckpoint(target);
      if (golden.case.prompts) {
        checkpoint = await openCheckpoint(target);
        const { config, bicodec, wav2vec2 } = checkpoint;
        sound = { golden, config, bicodec, hearing: { config: config.wav2vec2, weights: wav2vec2 } };
      } else {
        const bicodec = await openSafetensors(join(target, weightFiles.bicodec), weightFiles.bicodec);
        sound = { golden, config: await readCodecConfig(target), bicodec };
      }
    });
    after(async () => {
      await (checkpoint ?? sound?.bicodec)?.close();
      await rm(target, { recursive: true });
    });

    soundParity(() => sound);
    if (golden.case.prompts) languageParity(() => ({ golden, checkpoint: checkpoint! }));
  });
}
