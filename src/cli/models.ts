import { Argument, type Command, Option } from 'commander';
import { readRecord } from '../engine/models/build.ts';
import { foldersOf } from '../engine/models/folders.ts';
import { isAccepted, requireLicence } from '../engine/models/licence.ts';
import { type ModelEntry, readManifest, requireModel } from '../engine/models/manifest.ts';
import { defaultEndpoint, pull, readPins, verifyFiles, verifyPins } from '../engine/models/pull.ts';
import { removeModel } from '../engine/models/remove.ts';
import { Refusal } from '../errors.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { exitCodes } from './failure.ts';
import { buildModel } from './models-build.ts';

interface Options {
  readonly from?: string;
  readonly endpoint: string;
  readonly scheme: string;
  readonly acceptLicence?: boolean;
  readonly source?: boolean;
}

interface Asked {
  readonly model: ModelEntry;
  readonly options: Options;
}

export const models: CliCommand = {
  name: 'models',
  summary: 'get, build, check and remove the models of neural engines',
  details:
    'list: what there is, and what is here. pull: downloads the published files, going on where an earlier download stopped, and builds from them what the ' +
    'engine loads. build: only that, again or with another scheme. verify: reads everything and compares it with the checksums on record; the exit code is 2 ' +
    'when something does not fit. remove: takes away what was downloaded and built. Models lie in the folder models/ of the checkout, or in CONSONANT_MODELS.',
  examples: [
    'models list',
    'models pull spark-tts-0.5b --accept-licence',
    'models pull spark-tts-0.5b --from /media/usb/Spark-TTS-0.5B',
    'models build spark-tts-0.5b --scheme int4',
    'models verify spark-tts-0.5b',
    'models remove spark-tts-0.5b --source',
  ],

  declare(command) {
    command
      .addArgument(new Argument('<action>', 'what to do').choices(Object.keys(actions)))
      .argument('[model]', 'which model, as in the list')
      .option('--from <folder>', 'pull, build: take the published files from a folder instead of the network')
      .option(
        '--endpoint <url>',
        'pull: where to download from (default: HF_ENDPOINT, or huggingface.co)',
        process.env.HF_ENDPOINT || defaultEndpoint,
      )
      .addOption(
        new Option(
          '--scheme <scheme>',
          'pull, build: how exactly weights are kept: int8 (small and close), int4 (smallest), float32 (as published)',
        ).default('int8'),
      )
      .option('--accept-licence', 'pull, build: you have read the licence of the model and accept it')
      .option('--source', 'remove: only what was downloaded; what was built stays');
  },

  async run(command: Command, session: Session): Promise<Result> {
    const [action, id] = command.processedArgs as [keyof typeof actions, string | undefined];
    const options = command.opts<Options>();
    if (action === 'list') return list();
    if (id === undefined)
      throw new Refusal(
        'model-missing',
        `Say which model to ${action}: consonant models ${action} MODEL. See: consonant models list`,
      );
    return actions[action]({ model: await requireModel(id), options }, session);
  },
};

const actions = {
  list: () => list(),
  pull: pullModel,
  build: buildOnly,
  verify: verifyModel,
  remove: removeIt,
} as const satisfies Record<string, (asked: Asked, session: Session) => Promise<Result>>;

async function list(): Promise<Result> {
  const rows = await Promise.all((await readManifest()).map(describe));
  const text = rows.map(
    ({ id, title, licence, languages, state, accepted }) =>
      `${id}  ${state}\n    ${title}\n    ${languages.join(', ')}; licence ${licence.id}${accepted ? ', accepted' : ''}: ${licence.url}`,
  );
  return { text: text.join('\n'), json: { models: rows } };
}

async function describe(model: ModelEntry) {
  const folders = foldersOf(model.id);
  const { id, title, engine, languages, licence } = model;
  const built = await readRecord(folders.built);
  const pins = await readPins(folders.source);
  const downloaded = model.files.every(({ path }) => Object.hasOwn(pins.files, path));
  return {
    id,
    title,
    engine,
    languages,
    licence,
    accepted: await isAccepted(model, folders.licence),
    state: built ? 'built' : downloaded ? 'downloaded, not built' : 'not here',
  };
}

async function pullModel({ model, options }: Asked, session: Session): Promise<Result> {
  const folders = foldersOf(model.id);
  await requireLicence(model, folders.licence, options.acceptLicence ?? false);
  if (options.from === undefined) {
    const endpoint = requireEndpoint(options.endpoint);
    await session.progress.bar(`downloading ${model.repository}`, report =>
      pull(
        {
          model,
          folder: folders.source,
          endpoint,
          onProgress: ({ file, bytes, totalBytes }) => report({ bytes, totalBytes, detail: file }),
        },
        session.signal,
      ),
    );
  }
  return buildModel({ model, from: options.from, scheme: options.scheme }, session);
}

async function buildOnly({ model, options }: Asked, session: Session): Promise<Result> {
  await requireLicence(model, foldersOf(model.id).licence, options.acceptLicence ?? false);
  return buildModel({ model, from: options.from, scheme: options.scheme }, session);
}

async function verifyModel({ model }: Asked, session: Session): Promise<Result> {
  const folders = foldersOf(model.id);
  const record = await readRecord(folders.built);
  if (!record)
    throw new Refusal('model-not-built', `The model ${model.id} is not here. Get it: consonant models pull ${model.id}`);
  const { value: wrong } = await session.progress.step('reading everything', async () => [
    ...(await verifyFiles(folders.built, record.files, session.signal)).map(sentence => `built: ${sentence}`),
    ...(await verifyPins(folders.source, session.signal)).map(sentence => `source: ${sentence}`),
  ]);
  const isWhole = wrong.length === 0;
  return {
    text: isWhole
      ? `The model ${model.id} is whole.`
      : [`The model ${model.id} is damaged:`, ...wrong, `Build it again: consonant models build ${model.id}`].join('\n'),
    json: { model: model.id, whole: isWhole, wrong },
    exitCode: isWhole ? 0 : exitCodes.badInput,
  };
}

async function removeIt({ model, options }: Asked): Promise<Result> {
  const removed = await removeModel(model.id, options.source ? 'source' : 'all');
  const megabytes = Math.ceil(removed / 1e6);
  return {
    text: removed > 0 ? `Removed ${megabytes} MB.` : `There was nothing of ${model.id} here.`,
    json: { model: model.id, removedBytes: removed },
  };
}

/** Without a slash at the end. */
function requireEndpoint(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, '');
  throw new Refusal('endpoint-invalid', `"${text}" is no address to download from. Give one as ${defaultEndpoint}.`);
}
