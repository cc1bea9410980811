import type { APIChatInputApplicationCommandInteraction, APIMessageApplicationCommandInteraction } from 'discord.js';
import type { AnyCommand } from '../../../commands/command.ts';
import type { PersonId } from '../../../commands/request.ts';
import { Refusal } from '../../../errors.ts';
import { type DiscordNames, parseDiscord } from '../../../text/markup/discord.ts';
import { type Arrival, fromMessage, fromUpload } from '../media/voice-message.ts';
import { contextMenu } from '../menu/context-menus.ts';
import type { AskedFor } from './asked-for.ts';
import { filledIn } from './options.ts';

/** FromCommand: a slash command, or a command of the menu of a message, as a request. */
export interface CommandParts {
  readonly command: AnyCommand | undefined;
  readonly mentions: DiscordNames;
  readonly personId: PersonId;
  readonly arrival: Arrival;
}

export function fromSlashCommand(
  { data }: APIChatInputApplicationCommandInteraction,
  { command, mentions, personId, arrival }: CommandParts,
): AskedFor {
  const { options, fileId } = filledIn(data.options, command, mentions);
  const file = fileId === undefined ? undefined : data.resolved?.attachments?.[fileId];
  return { command: data.name, options, ...(file ? { message: fromUpload(file, personId, arrival) } : {}) };
}

/** Refuses with 'message-without-recording', 'message-without-text'. */
export function fromContextMenu(
  { data }: APIMessageApplicationCommandInteraction,
  { mentions, arrival }: Pick<CommandParts, 'mentions' | 'arrival'>,
): AskedFor {
  const menu = contextMenu(data.name);
  const message = data.resolved.messages[data.target_id];
  if (!menu || !message) return { command: data.name, options: {} };
  if (menu.takes === 'recording') return { command: menu.command, options: {}, message: fromMessage(message, arrival) };
  const text = message.content || message.message_snapshots?.[0]?.message.content;
  if (!text) {
    throw new Refusal('message-without-text', 'There is no text in this message that a voice could say. Choose another one.');
  }
  return { command: menu.command, options: { text: parseDiscord(text, mentions) } };
}
