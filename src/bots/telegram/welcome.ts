import type { Texts } from '../../commands/texts.ts';
import { textContents } from './showing/contents.ts';
import { inRows } from './showing/keyboard.ts';
import type { Content } from './showing/outbox.ts';
import { linkTo } from './showing/whispering.ts';

/** Welcome: what a newcomer reads first. Its buttons are commands, so that nobody has to type one to begin. */
const shortcuts = { clone: 'telegram-clone', privacy: 'telegram-kept', help: 'telegram-commands' } as const;

const mark = 'do:';

/** The command behind one of these buttons. Anybody may press them: they do what typing the command does. */
export function shortcutIn(data: string): string | undefined {
  const name = data.startsWith(mark) ? data.slice(mark.length) : '';
  return Object.hasOwn(shortcuts, name) ? name : undefined;
}

export function welcome(texts: Texts): readonly Content[] {
  const buttons = Object.entries(shortcuts).map(([name, label]) => ({ text: texts.say(label), callback_data: mark + name }));
  return textContents(texts.say('telegram-welcome'), inRows(buttons));
}

export function groupWelcome(texts: Texts, username: string): readonly Content[] {
  const open = { text: texts.say('telegram-open'), url: linkTo(username) };
  return textContents(texts.say('telegram-group-welcome', { bot: username }), inRows([open]));
}
