import type { AnyCommand } from '../../commands/command.ts';
import type { OptionSpec } from '../../commands/options.ts';
import type { OptionValue } from '../../commands/request.ts';
import { parseDiscord } from '../../text/markup/discord.ts';
import type { World } from './world.ts';

/** ParseWords: what stands behind a command in a line: "name:value" for its options, the rest for the first one that takes words. */
export interface Words {
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Of "file:PATH", which is an attachment and no option. */
  readonly file?: string;
}

export function parseWords(words: string, command: AnyCommand | undefined, world: World): Words {
  const named = new Map<string, string>();
  const table: Readonly<Record<string, OptionSpec>> = command?.options ?? {};
  const isOption = (name: string) => Object.hasOwn(table, name) || name === 'file';
  const rest = words
    .replace(/(^|\s)([a-z]+):\s?(?:"([^"]*)"|(\S+))/g, (whole, before: string, name: string, quoted?: string, plain?: string) => {
      // In running text "note: this" is no option; whoever names one that does not exist is told, where nothing takes the rest.
      if (!isOption(name) && firstFree(table, named)) return whole;
      named.set(name, quoted ?? plain ?? '');
      return before;
    })
    .replace(/\s+/g, ' ')
    .trim();
  const file = named.get('file');
  named.delete('file');
  placeRest(unquoted(rest), table, named);
  const options = Object.fromEntries([...named].map(([name, value]) => [name, asPlatform(value, table[name], world)]));
  return { options, ...(file ? { file } : {}) };
}

/** The console has no ids to look up. */
const noNames = { person: () => undefined, role: () => undefined, channel: () => undefined };

/** A choice takes one word, and the next free option what is left. */
function placeRest(rest: string, table: Readonly<Record<string, OptionSpec>>, named: Map<string, string>): void {
  if (rest === '') return;
  const free = firstFree(table, named) ?? Object.keys(table)[0] ?? 'text';
  const [word = '', ...others] = rest.split(' ');
  if (table[free]?.kind !== 'choice' || others.length === 0) {
    named.set(free, rest);
    return;
  }
  named.set(free, word);
  placeRest(others.join(' '), table, named);
}

function firstFree(table: Readonly<Record<string, OptionSpec>>, named: ReadonlyMap<string, string>): string | undefined {
  return Object.keys(table).find(name => !named.has(name));
}

function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

/** As a platform with typed menus would hand it over. */
function asPlatform(value: string, spec: OptionSpec | undefined, world: World): OptionValue {
  const name = value.replace(/^@/, '');
  if (spec?.kind === 'person') return { kind: 'person', id: world.person(name).id };
  if (spec?.kind === 'role') return { kind: 'role', id: name.toLowerCase() };
  if (spec?.kind === 'rich-text') return parseDiscord(value, noNames);
  return value;
}
