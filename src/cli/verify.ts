import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { MAXIMUM_FILE_BYTES } from '../audio/probe.ts';
import { textsIn } from '../commands/catalogues.ts';
import { type Origin, originOf, tellOrigin } from '../commands/origin.ts';
import { createLedger } from '../consent/ledger/index.ts';
import { type Look, lookInto } from '../consent/look.ts';
import { defaultEngine } from '../engine/index.ts';
import { Refusal } from '../errors.ts';
import { defaultKeyFile } from '../voices/open-master-key.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { dataOption } from './data-option.ts';
import { withStudio } from './engine-option.ts';
import { readFileUpTo } from './input.ts';
import { existingMarkingKeys } from './marking.ts';

interface Options {
  readonly data: string;
  readonly ledger?: string;
}

export const verify: CliCommand = {
  name: 'verify',
  summary: 'tell whether speech was made here, by the mark in its sound and the tags of its file',
  details:
    'Needs the key that the speech was marked with: CONSONANT_MASTER_KEY, or the key file of this user. Where there is a ledger, tells when it was ' +
    'made and whether the consent of the owner of the voice stands; changes nothing, and works while the bot runs. That no mark is found proves ' +
    'nothing, and is no error: the exit code is 0.',
  examples: ['verify hello.ogg', 'verify downloaded.mp3 --data /srv/consonant', 'verify hello.ogg --json'],

  declare(command) {
    command
      .argument(
        '<file>',
        'a sound file: Ogg, MP3, M4A, WAV, WebM, FLAC; up to half an hour, of which marks are looked for in two minutes',
      )
      .option(...dataOption)
      .option('--ledger <path or url>', 'a file, or postgres://... (default: ledger.sqlite in the data folder, if it is there)');
  },

  async run(command: Command, session: Session): Promise<Result> {
    const [path] = command.args;
    const options = command.opts<Options>();
    const source = await readFileUpTo(path, { what: 'sound file', maxBytes: MAXIMUM_FILE_BYTES });
    const markingKeys = await existingMarkingKeys();
    if (!markingKeys) throw keyMissing();
    const file = { source, name: basename(path) };

    return await withLedger(ledgerOf(options, command.getOptionValueSource('data') === 'cli'), log =>
      withStudio({ engine: defaultEngine, markingKeys }, session, async studio => {
        const trace = studio.trace.bind(studio);
        const { value: origin } = await session.progress.step(`looking for marks in ${file.name}`, () =>
          originOf(file, { ...(log && { log }), trace }, session.signal),
        );
        const use = origin.kind === 'made' ? origin.uses[0] : undefined;
        const isStanding = use !== undefined && log !== undefined && (await log.isStanding(use.voiceId));
        return { text: tellOrigin(origin, textsIn('en'), () => isStanding), json: jsonOf(origin, { file: path, isStanding }) };
      }),
    );
  },
};

/** undefined: there is none, and none was asked for. */
function ledgerOf({ ledger, data }: Options, isAskedFor: boolean): string | undefined {
  const usual = join(data, 'ledger.sqlite');
  return ledger ?? (isAskedFor || existsSync(usual) ? usual : undefined);
}

async function withLedger<T>(url: string | undefined, work: (log: Look | undefined) => Promise<T>): Promise<T> {
  if (url === undefined) return work(undefined);
  const ledger = await createLedger({ url, readOnly: true });
  try {
    return await work(lookInto(ledger, Date.now));
  } finally {
    await ledger.close();
  }
}

function jsonOf(origin: Origin, { file, isStanding }: { file: string; isStanding: boolean }): object {
  const { listenedSeconds = null } = origin;
  if (origin.kind === 'unknown') return { file, verdict: 'unknown', tags: origin.tags, listenedSeconds };
  const { generationId = null, atMs, engine = null } = origin.made;
  const made = { generationId, madeAt: atMs === undefined ? null : new Date(atMs).toISOString(), engine };
  if (origin.kind === 'changed') return { file, verdict: 'changed', ...made, listenedSeconds };
  const { by, isChanged, uses, place = null, others } = origin;
  return {
    file,
    verdict: 'made',
    ...made,
    evidence: by.map(({ kind }) => kind),
    isChanged,
    falseAlarmRate: by.find(each => each.kind === 'mark')?.falseAlarmRate ?? null,
    place,
    others,
    listenedSeconds,
    uses: uses.length,
    consent: uses.length === 0 ? null : isStanding ? 'standing' : 'ended',
  };
}

function keyMissing(): Refusal {
  const file = defaultKeyFile(process.env);
  return new Refusal(
    'master-key-missing',
    `There is no key in "${file}", so nothing was marked by this user. Set CONSONANT_MASTER_KEY to the key of the instance that might have made it.`,
    { values: { file } },
  );
}
