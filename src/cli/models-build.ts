import { resolve } from 'node:path';
import { planners } from '../engine/index.ts';
import { build } from '../engine/models/build.ts';
import { foldersOf } from '../engine/models/folders.ts';
import type { ModelEntry } from '../engine/models/manifest.ts';
import { requireFiles } from '../engine/models/pull.ts';
import { Refusal } from '../errors.ts';
import type { Result, Session } from './command.ts';

/** Builds what the engine loads from the published files: in the model's own folder, or in another one. */
export interface BuildAsked {
  readonly model: ModelEntry;
  /** Folder with the published files. Left out: what was downloaded. */
  readonly from?: string;
  readonly scheme: string;
}

export async function buildModel({ model, from, scheme }: BuildAsked, session: Session): Promise<Result> {
  const needsBytes = model.builtBytes[scheme];
  if (needsBytes === undefined) {
    throw new Refusal(
      'scheme-unknown',
      `There is no scheme "${scheme}". There are: ${Object.keys(model.builtBytes).join(', ')}.`,
    );
  }
  const folders = foldersOf(model.id);
  const folder = from === undefined ? folders.source : resolve(from);
  const source = `${scheme}|${await requireFiles(model, folder)}`;
  const plan = await planners[model.engine](folder, scheme);
  try {
    const { value: record, seconds } = await session.progress.bar(
      `building ${model.id}, ${scheme} (${(needsBytes / 1e9).toFixed(1)} GB of disk, 0.5 GB of memory)`,
      report =>
        build(
          {
            plan,
            target: folders.built,
            source,
            needsBytes,
            onProgress: ({ part, number, count, bytes, doneBytes }) =>
              report({ bytes: doneBytes + bytes, totalBytes: needsBytes, detail: `${part} (${number} of ${count})` }),
          },
          session.signal,
        ),
    );
    const bytes = Object.values(record.files).reduce((sum, file) => sum + file.bytes, 0);
    return {
      text: `Built ${model.id}: ${(bytes / 1e9).toFixed(2)} GB in ${folders.built}. Use it: consonant clone --engine ${model.engine} --reference me.ogg --out me.voice`,
      json: { model: model.id, engine: model.engine, scheme, folder: folders.built, bytes, seconds, files: record.files },
    };
  } finally {
    await plan.close();
  }
}
