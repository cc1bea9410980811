import type { AnyCommand } from '../../../commands/command.ts';
import { partsOf } from '../menu/parts.ts';

/**
 * CommandLinks: where a text names a command, "/consent allow", Discord shows something to tap that begins it: "</consent allow:ID>". A command
 * that has a form for each of its parts is begun with one of these; alone it means the first.
 */
export type CommandLinks = (text: string) => string;

/** `idOf`: of a registered command, by its name. */
export function createCommandLinks(commands: readonly AnyCommand[], idOf: (name: string) => string | undefined): CommandLinks {
  const partsByName = new Map(commands.map(command => [command.name, Object.keys(partsOf(command)?.parts ?? {})]));
  return text =>
    text.replace(/(?<![\p{L}\p{N}_/<])\/([a-z]+)(?: ([a-z-]+))?/gu, (whole, name: string, word: string | undefined) => {
      const id = idOf(name);
      const parts = partsByName.get(name);
      if (id === undefined || !parts) return whole;
      const rest = word === undefined ? '' : ` ${word}`;
      if (parts.length === 0) return `</${name}:${id}>${rest}`;
      return word !== undefined && parts.includes(word) ? `</${name} ${word}:${id}>` : `</${name} ${parts[0]}:${id}>${rest}`;
    });
}
