import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';

/** Manifest: the models that engines of this program can load: where they come from, what they need, what their licences allow. */
const schema = z.strictObject({
  models: z.record(
    z.string(),
    z.strictObject({
      engine: z.string(),
      title: z.string(),
      /** On Hugging Face. */
      repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
      /** The commit that the checksums below are of. */
      revision: z.string().regex(/^[0-9a-f]{40}$/),
      licence: z.strictObject({ id: z.string(), url: z.url(), terms: z.string() }),
      languages: z.array(z.string()),
      sampleRateHz: z.int().positive(),
      /** Of the engine's process, about. */
      memoryBytes: z.int().positive(),
      /** By scheme, about. */
      builtBytes: z.record(z.string(), z.int().positive()),
      files: z.array(
        z.strictObject({
          path: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
          /** About; what is downloaded is checked against what the server says. */
          bytes: z.int().positive(),
          /** Where it is known; others are pinned when they are first downloaded. */
          sha256: z.string().length(64).optional(),
        }),
      ),
    }),
  ),
});

export type ModelEntry = z.infer<typeof schema>['models'][string] & { readonly id: string };

const path = fileURLToPath(new URL('../../../models/manifest.json', import.meta.url));

export async function readManifest(): Promise<readonly ModelEntry[]> {
  const { models } = schema.parse(JSON.parse(await readFile(path, 'utf8')));
  return Object.entries(models).map(([id, entry]) => ({ id, ...entry }));
}

/** Refuses ('model-unknown') an id that is not in the manifest. */
export async function requireModel(id: string): Promise<ModelEntry> {
  const models = await readManifest();
  const model = models.find(entry => entry.id === id);
  if (model) return model;
  throw new Refusal('model-unknown', `There is no model "${id}". There are: ${models.map(entry => entry.id).join(', ')}.`);
}
