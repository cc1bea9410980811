import { examine, type Finding } from '../doctor.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { exitCodes } from './failure.ts';

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
    const { value: findings } = await session.progress.step('examining this machine', () => examine(session.signal, file));
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
