import { createHash } from 'node:crypto';
import { catalogues, textsIn } from '../../commands/catalogues.ts';
import type { AnyCommand } from '../../commands/command.ts';
import { describeCommand } from '../../commands/describe.ts';
import type { Memory } from '../bot.ts';
import type { Api } from './api/api.ts';
import { patiently } from './api/patiently.ts';
import type { Clock } from './clock.ts';

/**
 * Menus: the commands that Telegram shows behind "/", in each language, for private chats, groups, and those who manage groups. What needs a
 * voice channel is of no use here; what is for the person alone stands in the private chat. And what the bot says of itself before anybody
 * starts it. Sent when it is other than the last time.
 */
interface Menu {
  readonly scope: { readonly type: 'all_private_chats' | 'all_group_chats' | 'all_chat_administrators' };
  /** Left out: whoever has another language. */
  readonly language_code?: string;
  readonly commands: readonly { readonly command: string; readonly description: string }[];
}

/** They work in groups too, but their answers are for the asker alone. */
const aloneOnly = new Set(['design', 'forget', 'export']);
/** In groups it is of use to those who manage them. */
const adminsOnly = new Set(['settings']);

export function menusOf(commands: readonly AnyCommand[]): readonly Menu[] {
  const here = commands.filter(({ needsPlayback }) => !needsPlayback);
  const inGroups = here.filter(({ name }) => !aloneOnly.has(name));
  const scopes = [
    ['all_private_chats', here],
    ['all_group_chats', inGroups.filter(({ name }) => !adminsOnly.has(name))],
    ['all_chat_administrators', inGroups],
  ] as const;
  return scopes.flatMap(([type, some]) => [
    { scope: { type }, commands: described(some, 'en') },
    ...Object.keys(catalogues).map(language => ({
      scope: { type },
      language_code: language,
      commands: described(some, language),
    })),
  ]);
}

function described(commands: readonly AnyCommand[], language: string): Menu['commands'] {
  const texts = textsIn(language);
  return commands.map(command => ({ command: command.name, description: describeCommand(command, texts) }));
}

export interface MenuParts {
  readonly api: Api;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly botId: number;
  readonly signal: AbortSignal;
}

/** What people see of the bot before they press START, in each language; at most 512 characters. */
export function descriptions(): readonly { readonly description: string; readonly language_code?: string }[] {
  const said = (language: string) => textsIn(language).say('telegram-welcome');
  const others = Object.keys(catalogues).map(language => ({ description: said(language), language_code: language }));
  return [{ description: said('en') }, ...others];
}

/** Whether there was something to send. */
export async function sendMenus(
  commands: readonly AnyCommand[],
  { api, memory, clock, botId, signal }: MenuParts,
): Promise<boolean> {
  const menus = menusOf(commands);
  const key = `menus-${botId}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([menus, descriptions()]))
    .digest('hex');
  if ((await memory.get(key)) === hash) return false;
  const calls = [
    ...menus.map(menu => ['setMyCommands', { ...menu }] as const),
    ...descriptions().map(description => ['setMyDescription', { ...description }] as const),
  ];
  for (const [method, parameters] of calls) await patiently(() => api.call(method, parameters, { signal }), { clock, signal });
  await memory.set(key, hash);
  return true;
}
