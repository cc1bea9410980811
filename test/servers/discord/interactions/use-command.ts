/** UseCommand: a person uses a slash command, asks it for suggestions, or uses a command of a message's menu. */
import {
  type APIApplicationCommandOption,
  ApplicationCommandType,
  type APIApplicationCommandBasicOption as BasicOption,
  InteractionType,
  ApplicationCommandOptionType as OptionType,
} from 'discord.js';
import { CannotDo } from '../control/cannot-do.ts';
import type { CommandValues } from '../control/draft.ts';
import type { MessageRecord } from '../world/records.ts';
import { offeredCommand } from './offered.ts';
import { type FilledOption, fillOptions } from './option-values.ts';
import type { InteractionRecord } from './record.ts';
import { createResolved } from './resolved.ts';
import { isHushed, type Owners, type Scene, sceneWire } from './scene.ts';
import type { Interactions } from './store.ts';

export interface TypedCommand {
  /** "say", "settings voices", "settings voices add" */
  readonly words: string;
  readonly values: CommandValues;
  /** For suggestions: where the cursor is. */
  readonly focused?: string;
}

export function useSlashCommand(interactions: Interactions, scene: Scene, typed: TypedCommand): InteractionRecord {
  const [name, ...path] = typed.words.split(' ');
  const { command, owners } = offeredCommand(scene, { name, type: ApplicationCommandType.ChatInput });
  const resolved = createResolved(scene);
  const filling = { values: typed.values, focused: typed.focused, resolved };
  const options = nestedOptions(command.options ?? [], path, basic => fillOptions(basic, filling));
  const type = typed.focused === undefined ? InteractionType.ApplicationCommand : InteractionType.ApplicationCommandAutocomplete;
  const data = {
    id: command.id,
    name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(options.length > 0 ? { options } : {}),
    ...(resolved.wire() ? { resolved: resolved.wire() } : {}),
  };
  return start(interactions, scene, { type, owners, data, name: typed.words, commandType: command.type });
}

export function useMessageCommand(
  interactions: Interactions,
  scene: Scene,
  on: { readonly message: MessageRecord; readonly name: string },
) {
  const { command, owners } = offeredCommand(scene, { name: on.name, type: ApplicationCommandType.Message });
  const resolved = createResolved(scene);
  const target_id = resolved.message(on.message);
  const guild = command.guild_id === undefined ? {} : { guild_id: command.guild_id };
  const data = { id: command.id, name: on.name, type: command.type, ...guild, target_id, resolved: resolved.wire() };
  const named = { name: on.name, commandType: command.type, targetMessageId: on.message.id };
  return start(interactions, scene, { type: InteractionType.ApplicationCommand, owners, data, ...named });
}

interface Started {
  readonly type: InteractionType;
  readonly owners: Owners;
  readonly data: object;
  readonly name: string;
  readonly commandType: number;
  readonly targetMessageId?: string;
}

function start(interactions: Interactions, scene: Scene, { type, owners, data, ...named }: Started): InteractionRecord {
  const id = scene.world.makeId();
  return interactions.start(
    {
      id,
      type,
      app: scene.app,
      userId: scene.userId,
      channelId: scene.channel.id,
      guildId: scene.guild?.id,
      metadata: { id, type, userId: scene.userId, owners, ...named },
      isHushed: isHushed(scene, owners),
    },
    { ...sceneWire(scene, owners), data },
  );
}

type NestedOption =
  | FilledOption
  | { readonly name: string; readonly type: OptionType; readonly options: readonly NestedOption[] };

/** Walks down to the subcommand, and fills in its options. */
function nestedOptions(
  options: readonly APIApplicationCommandOption[],
  path: readonly string[],
  fill: (options: readonly BasicOption[]) => FilledOption[],
): readonly NestedOption[] {
  const isGroup = ({ type }: APIApplicationCommandOption) =>
    type === OptionType.Subcommand || type === OptionType.SubcommandGroup;
  const [word, ...rest] = path;
  if (word === undefined) {
    if (options.some(isGroup)) throw new CannotDo(`one of ${options.map(({ name }) => name).join(', ')} has to follow`);
    return fill(options as readonly BasicOption[]);
  }
  const found = options.filter(isGroup).find(({ name }) => name === word);
  if (!found || !('options' in found || found.type === OptionType.Subcommand))
    throw new CannotDo(`there is no subcommand "${word}"`);
  const inner = (found as { options?: readonly APIApplicationCommandOption[] }).options ?? [];
  return [{ name: word, type: found.type, options: nestedOptions(inner, rest, fill) }];
}
