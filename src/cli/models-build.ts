import { resolve } from 'node:path';
import { planners } from '../engine/index.ts';
import { type BuildRecord, build, firstDamaged, readRecord } from '../engine/models/build.ts';
import { foldersOf } from '../engine/models/folders.ts';
import type { ModelEntry } from '../engine/models/manifest.ts';
import { findUnknown, requireFiles } from '../engine/models/pull.ts';
import { Refusal } from '../errors.ts';
import type { Result, Session } from './command.ts';

/** Builds what the engine loads from the published files: in the model's own folder, or in another one. */
export interface BuildAsked {
  readonly model: ModelEntry;
  /** Folder with the published files. Left out: what was downloaded. */
  readonly from?: string;
  readonly scheme: string;
  /** Also where it is there already. */
  readonly anew: boolean;
}

/** Of the result, about. Refuses ('scheme-unknown') a scheme that the model does not come in. */
export function builtBytesOf({ builtBytes }: ModelEntry, scheme: string): number {
  if (Object.hasOwn(builtBytes, scheme)) return builtBytes[scheme];
  throw new Refusal('scheme-unknown', `There is no scheme "${scheme}". There are: ${Object.keys(builtBytes).join(', ')}.`);
}

export async function buildModel({ model, from, scheme, anew }: BuildAsked, session: Session): Promise<Result> {
  const needsBytes = builtBytesOf(model, scheme);
  const folders = foldersOf(model.id);
  const folder = from === undefined ? folders.source : resolve(from);
  const source = `${scheme}|${await requireFiles(model, folder)}`;
  const plan = await planners[model.engine](folder, scheme);
  try {
    const before = anew ? undefined : await readRecord(folders.built);
    const isCurrent = before?.format === plan.format && before.source === source;
    if (isCurrent && (await firstDamaged(folders.built, before)) === undefined)
      return told({ model, scheme, folder: folders.built, files: before.files }, 'There already');
    if (from !== undefined) await tellUnknown(model, folder, session);
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
    return told({ model, scheme, folder: folders.built, files: record.files, seconds }, 'Built');
  } finally {
    await plan.close();
  }
}

/** What a server sends is checked as it comes; files from elsewhere are compared here. People may have trained their own, so it is only said. */
async function tellUnknown(model: ModelEntry, folder: string, { progress, signal }: Session): Promise<void> {
  const { value: unknown } = await progress.bar(`comparing the files in ${folder} with the checksums`, report =>
    findUnknown({ model, folder, onProgress: ({ file, ...done }) => report({ ...done, detail: file }) }, signal),
  );
  for (const path of unknown) {
    const revision = model.revision.slice(0, 12);
    process.stderr.write(`  note: ${path} is not the file of the known revision ${revision}; it is taken as it is.\n`);
  }
}

interface Told {
  readonly model: ModelEntry;
  readonly scheme: string;
  readonly folder: string;
  readonly files: BuildRecord['files'];
  readonly seconds?: number;
}

function told({ model, scheme, folder, files, seconds = 0 }: Told, what: 'Built' | 'There already'): Result {
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  return {
    text:
      `${what}: ${model.id}, ${scheme}, ${(bytes / 1e9).toFixed(2)} GB in ${folder}.\n` +
      `Use it: consonant clone --engine ${model.engine} --reference me.ogg --out me.voice`,
    json: { model: model.id, engine: model.engine, scheme, folder, bytes, seconds, files },
  };
}
