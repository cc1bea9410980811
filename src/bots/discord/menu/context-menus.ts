import { ApplicationCommandType, type RESTPostAPIContextMenuApplicationCommandsJSONBody } from 'discord.js';
import { textsIn } from '../../../commands/catalogues.ts';
import type { MessageId } from '../../../commands/texts.ts';
import { wherever } from './command-json.ts';
import { localised } from './locales.ts';

/** ContextMenus: what a message can be used for: the command that is meant by it, and which part of the message that gets. */
export interface ContextMenu {
  readonly title: MessageId;
  readonly command: string;
  readonly takes: 'recording' | 'text';
}

export const contextMenus: readonly ContextMenu[] = [
  { title: 'menu-clone', command: 'clone', takes: 'recording' },
  { title: 'menu-say', command: 'say', takes: 'text' },
];

/** By the name that it is registered under. */
export function contextMenu(name: string): ContextMenu | undefined {
  return contextMenus.find(({ title }) => textsIn('en').say(title) === name);
}

export function contextMenuJson({ title }: ContextMenu): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  const { text, localizations } = localised(texts => texts.say(title));
  return { type: ApplicationCommandType.Message, name: text, name_localizations: localizations, ...wherever(false) };
}
