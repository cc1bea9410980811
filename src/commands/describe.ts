import type { AnyCommand } from './command.ts';
import type { MessageId, Texts } from './texts.ts';

/** Describe: what menus say of commands and their options; at most 100 characters each, which is what Discord takes. */
export const maximumDescription = 100;

export function describeCommand(command: AnyCommand, texts: Texts): string {
  return texts.say(`command-${command.name}` as MessageId);
}

/** One value of its option "do", where menus have a form for each. */
export function describePart({ command, part }: { readonly command: AnyCommand; readonly part: string }, texts: Texts): string {
  return texts.say(`part-${command.name}-${part}` as MessageId);
}

/** The file that may come with a command. */
export function describeFile(command: AnyCommand, texts: Texts): string {
  return texts.say(`file-${command.name}` as MessageId);
}

export function describeOption(
  { command, option }: { readonly command: AnyCommand; readonly option: string },
  texts: Texts,
): string {
  return texts.say(`option-${command.name}-${option}` as MessageId);
}
