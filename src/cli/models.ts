import { Argument, type Command, Option } from 'commander';
import { isBegun, readRecord } from '../engine/models/build.ts';
import { foldersOf } from '../engine/models/folders.ts';
import { isAccepted, requireLicence } from '../engine/models/licence.ts';
import { type ModelEntry, readManifest, requireModel } from '../engine/models/manifest.ts';
import { defaultEndpoint, noteOnBranch, pull, readPins } from '../engine/models/pull.ts';
import { removeModel } from '../engine/models/remove.ts';
import { Refusal } from '../errors.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { Stopped } from './failure.ts';
import { alone } from './model-lock.ts';
import { buildModel, builtBytesOf } from './models-build.ts';
import { verifyModel } from './models-verify.ts';

interface Options {
  readonly from?: string;
  readonly endpoint?: string;
  readonly revision?: string;
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
    'list: what there is, what is here, and what it needs. pull: downloads the published files, going on where an earlier download stopped, and builds from ' +
    'them what the engine loads. build: only that, again or with another scheme. verify: reads everything and compares it with the checksums on record; the ' +
    'exit code is 2 when something does not fit. remove: takes away what was downloaded and built. Models lie in the folder models/ of the checkout, or in ' +
    'CONSONANT_MODELS.',
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
      .option('--endpoint <url>', `pull: where to download from (default: what HF_ENDPOINT says, or ${defaultEndpoint})`)
      .option('--revision <commit>', 'pull: another commit or branch than the known one; its files are pinned when they come')
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
  verify: ({ model }, session) => verifyModel(model, session),
  remove: removeIt,
} as const satisfies Record<string, (asked: Asked, session: Session) => Promise<Result>>;

async function list(): Promise<Result> {
  const rows = await Promise.all((await readManifest()).map(describe));
  const text = rows.map(({ id, title, licence, languages, state, accepted, needs }) =>
    [
      `${id}  ${state}`,
      title,
      `languages: ${languages.join(', ')}; licence ${licence.id}${accepted ? ', accepted' : ''}: ${licence.url}`,
      needs,
    ].join('\n    '),
  );
  return { text: text.join('\n'), json: { models: rows } };
}

async function describe(model: ModelEntry) {
  const folders = foldersOf(model.id);
  const { id, title, engine, languages, licence } = model;
  const [built, begun] = [await readRecord(folders.built), await isBegun(folders.built)];
  const pins = await readPins(folders.source);
  const downloaded = model.files.every(({ path }) => Object.hasOwn(pins.files, path));
  return {
    id,
    title,
    engine,
    languages,
    licence,
    accepted: await isAccepted(model, folders.licence),
    needs: needsOf(model),
    state: built
      ? 'built'
      : begun
        ? 'building was stopped: pull or build it again'
        : downloaded
          ? 'downloaded, not built'
          : 'not here',
  };
}

/** "downloads 3.9 GB; as built 1.4 GB (int8), ...; takes 1.3 GB of memory". */
function needsOf(model: ModelEntry): string {
  const { builtBytes, memoryBytes } = model;
  const built = Object.entries(builtBytes).map(([scheme, bytes]) => `${gigabytes(bytes)} (${scheme})`);
  return `downloads ${gigabytes(downloadBytesOf(model))}; as built ${built.join(', ')}; takes ${gigabytes(memoryBytes)} of memory`;
}

function downloadBytesOf({ files }: ModelEntry): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

async function pullModel(asked: Asked, session: Session): Promise<Result> {
  return resumable(session, () => alone(asked.model.id, () => downloadAndBuild(asked, session)));
}

async function buildOnly({ model, options }: Asked, session: Session): Promise<Result> {
  builtBytesOf(model, options.scheme);
  refuseIdle(options, 'build');
  await requireLicence(model, foldersOf(model.id).licence, options.acceptLicence ?? false);
  const { from, scheme } = options;
  return resumable(session, () => alone(model.id, () => buildModel({ model, from, scheme, anew: true }, session)));
}

async function resumable(session: Session, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!session.signal.aborted) throw error;
    throw new Stopped('stopped; what is done stays, and the same command goes on where it stopped.', { cause: error });
  }
}

async function downloadAndBuild({ model, options }: Asked, session: Session): Promise<Result> {
  const folders = foldersOf(model.id);
  // Whatever was mistyped is told before gigabytes are fetched.
  if (options.from !== undefined) refuseIdle(options, '--from');
  const builtBytes = builtBytesOf(model, options.scheme);
  const endpoint = requireEndpoint(options.endpoint ?? (process.env.HF_ENDPOINT || defaultEndpoint));
  const revision = requireRevision(options.revision);
  await requireLicence(model, folders.licence, options.acceptLicence ?? false);
  if (options.from === undefined) {
    const note = revision && (await noteOnBranch(model, folders.source, revision));
    if (note) process.stderr.write(`  note: ${note}\n`);
    await session.progress.bar(
      `downloading ${model.repository} (${gigabytes(downloadBytesOf(model))}; then ${gigabytes(builtBytes)} are built)`,
      report =>
        pull(
          {
            model,
            folder: folders.source,
            endpoint,
            revision,
            alsoNeedsBytes: builtBytes,
            onProgress: ({ file, bytes, totalBytes }) => report({ bytes, totalBytes, detail: file }),
          },
          session.signal,
        ),
    );
  }
  return buildModel({ model, from: options.from, scheme: options.scheme, anew: false }, session);
}

async function removeIt({ model, options }: Asked): Promise<Result> {
  const removed = await alone(model.id, () => removeModel(model.id, options.source ? 'source' : 'all'), { makesRoom: true });
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

/** Refuses ('option-idle') what says how to download where nothing is downloaded. */
function refuseIdle({ revision, endpoint }: Options, because: string): void {
  const idle = [...(revision === undefined ? [] : ['--revision']), ...(endpoint === undefined ? [] : ['--endpoint'])];
  if (idle.length === 0) return;
  const [verb, pronoun] = idle.length === 1 ? ['has', 'it'] : ['have', 'them'];
  throw new Refusal(
    'option-idle',
    `${idle.join(' and ')} ${verb} no effect with ${because}: nothing is downloaded. Leave ${pronoun} out.`,
  );
}

/** A commit or a branch, which may have slashes in its name but leads to no other folder. */
function requireRevision(text: string | undefined): string | undefined {
  if (text === undefined || (/^\w[\w.-]*(\/\w[\w.-]*)*$/.test(text) && !text.includes('..'))) return text;
  throw new Refusal('revision-invalid', `"${text}" is no revision. Give a commit, 40 hex digits, or a branch as main.`);
}
