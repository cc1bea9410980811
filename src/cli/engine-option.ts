import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MarkingKeys } from '../audio/marking-keys.ts';
import { createEngineHost } from '../engine/host.ts';
import { backends, defaultEngine } from '../engine/index.ts';
import type { Studio } from '../engine/studio.ts';
import { Refusal } from '../errors.ts';
import type { Session } from './command.ts';

/** Adds --engine; `purpose` is said in --help, `fallback` is used when it is left out. */
export function addEngineOption(command: Command, { purpose, fallback }: { purpose: string; fallback?: string }): void {
  const option = new Option('--engine <id>', `${purpose}; there are ${Object.keys(backends).join(', ')}`);
  command.addOption(fallback ? option.default(fallback) : option);
}

export function requireEngine(id: string): string {
  if (Object.hasOwn(backends, id)) return id;
  throw new Refusal(
    'engine-unknown',
    `There is no engine "${id}" here. There are: ${Object.keys(backends).join(', ')}. The usual one is ${defaultEngine}.`,
  );
}

/** Runs `work` with an engine process of its own, which is gone when the promise settles. */
export async function withStudio<T>(
  { engine, markingKeys }: { readonly engine: string; readonly markingKeys?: MarkingKeys },
  session: Session,
  work: (studio: Studio, startSeconds: number) => Promise<T>,
): Promise<T> {
  const { value: studio, seconds } = await session.progress.step(`starting the engine ${engine}`, () =>
    createEngineHost({ engine, onLine: showNote, ...(markingKeys && { markingKeys }) }),
  );
  try {
    session.signal.throwIfAborted();
    return await work(studio, seconds);
  } finally {
    await studio.close();
  }
}

/** What an engine wants to be known, a licence for example, begins so; other lines are for its makers. */
function showNote(line: string): void {
  if (line.startsWith('note: ')) process.stderr.write(`  ${line}\n`);
}

/** For commander: "1.2" -> 1.2. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`);
  return value;
}

/** For commander: an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
