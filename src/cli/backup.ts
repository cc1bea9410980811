import type { Command } from 'commander';
import { type BackupReport, makeBackup, restoreBackup } from '../operation/backup.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { dataOption } from './data-option.ts';

interface Options {
  readonly data: string;
  readonly out: string;
  readonly from: string;
}

export const backup: CliCommand = {
  name: 'backup',
  summary: 'save voices and consent, also while the bot runs',
  details:
    'Writes a folder with ledger and stores as they were at one moment, and a manifest with their hashes. It holds no master key: save that as ' +
    'well, somewhere else. What lies in Postgres or Redis is saved with their own tools.',
  examples: ['backup --out saved-today', 'backup --data /srv/consonant --out /mnt/backup/consonant-1'],

  declare(command) {
    command.option(...dataOption).requiredOption('--out <folder>', 'where; it must not exist yet');
  },

  async run(command: Command, session: Session): Promise<Result> {
    const { data, out } = command.opts<Options>();
    const { value } = await session.progress.step('copying', () => makeBackup(data, out));
    return {
      text: `Saved ${told(value)}\nNot in it: the master key. Without that key nobody can hear what was saved.`,
      json: value,
    };
  },
};

export const restore: CliCommand = {
  name: 'restore',
  summary: 'put a backup into a new data folder',
  details:
    'Checks every file against the manifest first, and writes nothing over. Consent goes back to that moment as well: whoever ended a voice ' +
    'after it has a voice again. Tell them, or end those voices once more, before you start the bot.',
  examples: ['restore --from saved-today --data data'],

  declare(command) {
    command.requiredOption('--from <folder>', 'a folder that `backup` wrote').option(...dataOption);
  },

  async run(command: Command, session: Session): Promise<Result> {
    const { from, data } = command.opts<Options>();
    const { value } = await session.progress.step('putting back', () => restoreBackup(from, data));
    const since = new Date(value.atMs).toISOString();
    return {
      text: `Put back ${told(value)}\nConsent is as it was at ${since}: what was ended or erased after that must be ended again.`,
      json: value,
    };
  },
};

function told({ folder, files, bytes, events }: BackupReport): string {
  return `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, ${events} events of consent: ${folder}`;
}
