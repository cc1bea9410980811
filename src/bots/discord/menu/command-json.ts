import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  ApplicationCommandOptionType as Type,
} from 'discord.js';
import type { AnyCommand } from '../../../commands/command.ts';
import { describeCommand, describeFile, describeOption, describePart } from '../../../commands/describe.ts';
import type { OptionSpec } from '../../../commands/options.ts';
import { localised } from './locales.ts';
import { partsOf, requiredFirst, tableOf, takesFile } from './parts.ts';

/**
 * CommandJson: a command of the table as Discord wants to have it registered: in every language, everywhere, for servers and for people who
 * install the bot for themselves. Names stay as they are: texts in every language tell people what to type.
 */
export type CommandJson = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Name of the option for the file that may come with a command. */
export const fileOption = 'file';

export function commandJson(command: AnyCommand): CommandJson {
  const { text, localizations } = localised(texts => describeCommand(command, texts));
  const parts = partsOf(command);
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: text,
    description_localizations: localizations,
    options: parts ? Object.keys(parts.parts).map(part => partJson(command, part)) : optionsJson(command),
    ...wherever(command.needsPlayback ?? false),
  };
}

/** Of a menu, too. */
export function wherever(needsPlayback: boolean): Pick<CommandJson, 'contexts' | 'integration_types'> {
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  return needsPlayback
    ? { contexts: [Guild], integration_types: [GuildInstall] }
    : { contexts: [Guild, BotDM, PrivateChannel], integration_types: [GuildInstall, UserInstall] };
}

function partJson(command: AnyCommand, part: string): APIApplicationCommandSubcommandOption {
  const { text, localizations } = localised(texts => describePart({ command, part }, texts));
  return {
    type: Type.Subcommand,
    name: part,
    description: text,
    description_localizations: localizations,
    options: optionsJson(command, part),
  };
}

function optionsJson(command: AnyCommand, part?: string): APIApplicationCommandBasicOption[] {
  const options = requiredFirst(tableOf(command, part)).map(([option, spec]) => optionJson({ command, option, spec }));
  if (!takesFile(command, part)) return options;
  const { text, localizations } = localised(texts => describeFile(command, texts));
  const file = { type: Type.Attachment, name: fileOption, description: text, description_localizations: localizations } as const;
  // Behind what is required; /clone, /verify and /voices add are about the file, so it comes before the rest.
  const required = options.filter(option => option.required).length;
  return options.toSpliced(required, 0, file);
}

interface OneOption {
  readonly command: AnyCommand;
  readonly option: string;
  readonly spec: OptionSpec;
}

function optionJson({ command, option, spec }: OneOption): APIApplicationCommandBasicOption {
  const { text, localizations } = localised(texts => describeOption({ command, option }, texts));
  const shared = {
    name: option,
    description: text,
    description_localizations: localizations,
    ...(spec.required ? { required: true } : {}),
  };
  switch (spec.kind) {
    case 'rich-text':
    case 'text':
      return { ...shared, type: Type.String, max_length: spec.maximumLength };
    case 'duration':
      return { ...shared, type: Type.String, max_length: 40 };
    case 'voice':
      return { ...shared, type: Type.String, autocomplete: true };
    case 'choice':
      return { ...shared, type: Type.String, choices: spec.choices.map(choice => ({ name: choice, value: choice })) };
    case 'number': {
      const limits = { min_value: spec.minimum, max_value: spec.maximum };
      return spec.whole ? { ...shared, ...limits, type: Type.Integer } : { ...shared, ...limits, type: Type.Number };
    }
    case 'boolean':
      return { ...shared, type: Type.Boolean };
    case 'person':
      return { ...shared, type: Type.User };
    case 'role':
      return { ...shared, type: Type.Role };
  }
}
