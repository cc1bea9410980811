import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  ApplicationCommandOptionType as Type,
} from 'discord.js';
import type { AnyCommand } from '../../../commands/command.ts';
import type { OptionSpec } from '../../../commands/options.ts';
import type { OptionValue } from '../../../commands/request.ts';
import { type DiscordNames, parseDiscord } from '../../../text/markup/discord.ts';
import { personId } from '../identity.ts';
import { fileOption } from '../menu/command-json.ts';
import { partsOf } from '../menu/parts.ts';

/** Options: what somebody filled in, as values of the command's own options. */
export interface FilledIn {
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Id of the file that came with it. */
  readonly fileId?: string;
  /** While somebody types: what they are at. */
  readonly focused?: { readonly option: string; readonly typed: string };
}

export function filledIn(
  given: readonly APIApplicationCommandInteractionDataOption[] = [],
  command: AnyCommand | undefined,
  mentions: DiscordNames,
): FilledIn {
  const [first] = given;
  const part = first?.type === Type.Subcommand ? first : undefined;
  const basic = (part ? (part.options ?? []) : given) as readonly APIApplicationCommandInteractionDataBasicOption[];
  const nameOfPart = command && partsOf(command)?.option;
  const options: Record<string, OptionValue> = part && nameOfPart ? { [nameOfPart]: part.name } : {};
  for (const option of basic)
    if (option.type !== Type.Attachment) options[option.name] = valueIn(option, command?.options[option.name], mentions);
  const file = basic.find(({ type, name }) => type === Type.Attachment && name === fileOption);
  const focused = basic.find(option => 'focused' in option && option.focused);
  return {
    options,
    ...(file ? { fileId: String(file.value) } : {}),
    ...(focused ? { focused: { option: focused.name, typed: String(focused.value) } } : {}),
  };
}

function valueIn(
  { type, value }: APIApplicationCommandInteractionDataBasicOption,
  spec: OptionSpec | undefined,
  mentions: DiscordNames,
): OptionValue {
  if (type === Type.User) return { kind: 'person', id: personId(value) };
  if (type === Type.Role) return { kind: 'role', id: value };
  if (spec?.kind === 'rich-text') return parseDiscord(String(value), mentions);
  // A part may say more exactly what its text is: a number, a choice.
  return spec?.kind === 'text' ? String(value) : (value as OptionValue);
}
