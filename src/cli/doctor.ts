import { examine, type Finding } from '../doctor.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { exitCodes } from './failure.ts';

const marks: Readonly<Record<Finding['state'], string>> = { good: 'ok', note: '--', missing: 'NO' };

export const doctor: CliCommand = {
  name: 'doctor',
  summary: 'show what is installed, found and missing on this machine',
  details: 'Starts each engine once. The exit code is 2 when something is missing without which Consonant cannot work.',
  examples: ['doctor', 'doctor --json'],

  declare() {},

  async run(_command, session: Session): Promise<Result> {
    const { value: findings } = await session.progress.step('examining this machine', () => examine(session.signal));
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
