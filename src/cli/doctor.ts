import { loadConfig } from '../config/load.ts';
import { readSecrets } from '../config/secrets.ts';
import { usualConfigFile } from '../config/usual-file.ts';
import { examine, type Finding } from '../doctor.ts';
import { Refusal } from '../errors.ts';
import type { Settings } from '../platforms.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { exitCodes } from './failure.ts';

/** What is wrong with them is a finding like any other. */
async function readSettings(file: string | undefined): Promise<Settings | Finding> {
  try {
    const config = await loadConfig(file ?? usualConfigFile(), process.env);
    return { config, secrets: await readSecrets(process.env) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id: 'settings', label: 'Settings', state: 'missing', found: 'wrong', next: error.message };
  }
}

const marks: Readonly<Record<Finding['state'], string>> = { good: 'ok', note: '--', missing: 'NO' };

export const doctor: CliCommand = {
  name: 'doctor',
  summary: 'show what is installed, found and missing on this machine',
  details:
    'Starts each engine once. With DISCORD_TOKEN or TELEGRAM_TOKEN it also asks these whether they know the bot, and prints how to invite it. The exit code is 2 when something is missing without which Consonant cannot work.',
  examples: ['doctor', 'doctor --json', 'doctor --config consonant.yaml'],

  declare(command) {
    command.option('--config <file>', 'settings (default: config/consonant.yaml of the project)');
  },

  async run(command, session: Session): Promise<Result> {
    const { config: file } = command.opts<{ config?: string }>();
    const settings = await readSettings(file);
    const { value: found } = await session.progress.step('examining this machine', () =>
      examine(session.signal, 'state' in settings ? undefined : settings),
    );
    const findings = 'state' in settings ? [...found, settings] : found;
    session.signal.throwIfAborted();
    const ready = findings.every(finding => finding.state !== 'missing');
    const labelWidth = Math.max(...findings.map(finding => finding.label.length));
    const lines = findings.flatMap(({ state, label, found, next }) => [
      `${marks[state]}  ${label.padEnd(labelWidth)}  ${found}`,
      ...(next ? [`    ${' '.repeat(labelWidth)}  ${next}`] : []),
    ]);
    return {
      text: [...lines, '', ready ? 'Ready.' : 'Not ready: see the lines marked NO.'].join('\n'),
      json: { ready, findings },
      exitCode: ready ? 0 : exitCodes.badInput,
    };
  },
};
