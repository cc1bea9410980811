import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { createLedger } from '../consent/ledger/index.ts';
import type { ChainReport, Ledger } from '../consent/ledger.ts';
import { Refusal } from '../errors.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { dataOption } from './data-option.ts';
import { exitCodes } from './failure.ts';

interface Options {
  readonly ledger?: string;
  readonly data: string;
  readonly head?: string;
}

export const ledger: CliCommand = {
  name: 'ledger',
  summary: 'prove that the record of consent was not changed',
  details:
    'verify: walks the chain of events from the first to the last, and says where it does not hold. Changes nothing, and works while ' +
    'the bot runs. A chain cannot show that its end was cut off: give a hash from a receipt with --head to prove that it is still in it. ' +
    'The exit code is 2 when the chain is broken or the hash is not in it.',
  examples: ['ledger verify', 'ledger verify --data /srv/consonant', 'ledger verify --head 6f1c...'],

  declare(command) {
    command
      .addArgument(new Argument('<action>', 'what to do').choices(['verify']))
      .option('--ledger <path or url>', 'a file, or postgres://... (default: ledger.sqlite in the data folder)')
      .option(...dataOption)
      .option('--head <hash>', 'prove that this event is in the chain: 64 hex digits from a receipt');
  },

  async run(command: Command, session: Session): Promise<Result> {
    const { ledger: given, data, head } = command.opts<Options>();
    if (head !== undefined) requireHash(head);
    const opened = await createLedger({ url: given ?? join(data, 'ledger.sqlite'), readOnly: true });
    try {
      const { value: report, seconds } = await session.progress.step('walking the chain', () => opened.verify(session.signal));
      const headPosition = head && !report.broken ? await positionOf(opened, head.toLowerCase()) : undefined;
      return result(report, { seconds, head, headPosition });
    } finally {
      await opened.close();
    }
  },
};

interface Circumstances {
  readonly seconds: number;
  readonly head: string | undefined;
  readonly headPosition: number | undefined;
}

function result(report: ChainReport, { seconds, head, headPosition }: Circumstances): Result {
  const { events, broken } = report;
  const proven = !broken && (head === undefined || headPosition !== undefined);
  const lines = broken
    ? [
        `BROKEN at event ${broken.position}: ${broken.what}.`,
        `The ${events} events before it hold. Restore the ledger from a backup.`,
      ]
    : [`The chain holds: ${events} events in ${seconds.toFixed(1)} s.`, `Head: ${report.head}`];
  if (head && !broken)
    lines.push(headPosition ? `The hash is that of event ${headPosition}.` : `BROKEN: no event has the hash ${head}.`);
  return {
    text: lines.join('\n'),
    json: { proven, ...report, seconds, ...(head && !broken ? { headPosition: headPosition ?? null } : {}) },
    exitCode: proven ? 0 : exitCodes.badInput,
  };
}

async function positionOf(opened: Ledger, hash: string): Promise<number | undefined> {
  for await (const event of opened.readAll()) if (event.hash === hash) return event.position;
  return undefined;
}

function requireHash(hash: string): void {
  if (/^[0-9a-f]{64}$/i.test(hash)) return;
  throw new Refusal('hash-invalid', `--head "${hash}" is not a hash. Give the 64 hex digits that a receipt shows.`, {
    values: { hash },
  });
}
