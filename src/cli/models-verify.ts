import { readRecord } from '../engine/models/build.ts';
import { foldersOf } from '../engine/models/folders.ts';
import type { ModelEntry } from '../engine/models/manifest.ts';
import { readPins, verifyFiles } from '../engine/models/pull.ts';
import { Refusal } from '../errors.ts';
import type { Result, Session } from './command.ts';
import { exitCodes } from './failure.ts';

/** Reads everything of a model that is here and compares it with the checksums on record. Refuses ('model-not-built') where nothing is. */
export async function verifyModel(model: ModelEntry, session: Session): Promise<Result> {
  const folders = foldersOf(model.id);
  const record = await readRecord(folders.built);
  const { files: downloaded } = await readPins(folders.source);
  if (!record && Object.keys(downloaded).length === 0)
    throw new Refusal('model-not-built', `The model ${model.id} is not here. Get it: consonant models pull ${model.id}`);
  const { value: wrong } = await session.progress.step('reading everything', async () => ({
    source: await verifyFiles(folders.source, downloaded, session.signal),
    built: record ? await verifyFiles(folders.built, record.files, session.signal) : [],
  }));
  const isWhole = wrong.source.length + wrong.built.length === 0;
  const lines = isWhole
    ? [`The model ${model.id} is whole${record ? '' : ', but not built'}.`]
    : [`The model ${model.id} is damaged:`, ...sentences(wrong), ...advice(model.id, wrong)];
  return {
    text: [...lines, ...(record || !isWhole ? [] : [`Build it: consonant models build ${model.id}`])].join('\n'),
    json: { model: model.id, whole: isWhole, built: record !== undefined, wrong: sentences(wrong) },
    exitCode: isWhole ? 0 : exitCodes.badInput,
  };
}

interface Wrong {
  readonly source: readonly string[];
  readonly built: readonly string[];
}

function sentences({ source, built }: Wrong): string[] {
  return [...source.map(sentence => `source: ${sentence}`), ...built.map(sentence => `built: ${sentence}`)];
}

/** What was downloaded has to be whole before something is built of it. */
function advice(id: string, { source, built }: Wrong): string[] {
  return [
    ...(source.length > 0 ? [`Download it again: consonant models remove ${id} --source, then consonant models pull ${id}`] : []),
    ...(built.length > 0 ? [`Build it again: consonant models build ${id}`] : []),
  ];
}
