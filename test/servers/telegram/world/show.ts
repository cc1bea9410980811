/** Show: what people read in a chat, as snapshots for tests; and waiting for it. */
import { defaultDeadlineMs } from '../changes.ts';
import type { ChatControl, ShownAction, ShownMedia, ShownMessage } from '../control.ts';
import { type MediaKind, mediaKinds } from '../wire.ts';
import type { ChatState, StoredMessage, World } from './world.ts';

/** Clients clear an action after 5 seconds or with the bot's next message. */
export const ACTION_MS = 5000;

export function show(world: World, stored: StoredMessage): ShownMessage {
  const { wire } = stored;
  return {
    chatId: wire.chat.id,
    id: wire.message_id,
    from: wire.from,
    isFromBot: stored.isFromBot,
    text: wire.text ?? wire.caption ?? '',
    entities: wire.entities ?? wire.caption_entities ?? [],
    media: mediaOf(world, stored),
    buttons: wire.reply_markup?.inline_keyboard ?? [],
    replyToId: wire.reply_to_message?.message_id,
    quote: wire.quote?.text,
    threadId: wire.message_thread_id,
    isEdited: wire.edit_date !== undefined,
    isSilent: stored.isSilent,
    isProtected: wire.has_protected_content === true,
    wire,
  };
}

function mediaOf(world: World, { wire, fileId }: StoredMessage): ShownMedia | undefined {
  const file = fileId === undefined ? undefined : world.files.get(fileId);
  if (!file) return undefined;
  const kind: MediaKind = wire.photo ? 'photo' : mediaKinds.find(candidate => wire[candidate] !== undefined)!;
  const media = wire.photo ? wire.photo.at(-1)! : wire[kind as (typeof mediaKinds)[number]]!;
  return {
    kind,
    bytes: file.bytes,
    fileId: media.file_id,
    fileName: media.file_name,
    mimeType: media.mime_type,
    durationSeconds: media.duration,
  };
}

/** Newest last; what a message of the bot or time has cleared is not in it. */
function activeActions(world: World, chat: ChatState): readonly ShownAction[] {
  return chat.clearedActions === chat.actions.length
    ? []
    : chat.actions.slice(chat.clearedActions).filter(({ atMs }) => world.clock.now() - atMs < ACTION_MS);
}

export function createChatControl(world: World, chatOf: () => ChatState | undefined, chatId: number): ChatControl {
  const until = <Value>(look: () => Value | undefined, what: string, deadlineMs = defaultDeadlineMs) =>
    world.changes.until(look, () => `${what} in chat ${chatId}; it shows:\n${describe(chatOf())}`, deadlineMs);
  const stored = () => [...(chatOf()?.messages.values() ?? [])];
  return {
    id: chatId,
    get messages() {
      return stored().map(message => show(world, message));
    },
    get actions() {
      return chatOf()?.actions ?? [];
    },
    get activeActions() {
      const chat = chatOf();
      return chat ? activeActions(world, chat) : [];
    },
    current(message) {
      const found = chatOf()?.messages.get(typeof message === 'number' ? message : message.id);
      return found && show(world, found);
    },
    nextFromBot(deadlineMs) {
      const take = () => {
        const chat = chatOf();
        for (let next = chat?.untaken.shift(); next; next = chat!.untaken.shift()) {
          if (chat!.messages.has(next.wire.message_id)) return show(world, next);
        }
        return undefined;
      };
      return until(take, 'no next message', deadlineMs);
    },
    waitFor(test, deadlineMs) {
      const look = () =>
        stored()
          .map(message => show(world, message))
          .find(test);
      return until(look, 'no such message', deadlineMs);
    },
    waitForAction(action, deadlineMs) {
      return until(() => chatOf()?.actions.find(shown => shown.action === action), `no action ${action}`, deadlineMs);
    },
  };
}

function describe(chat: ChatState | undefined): string {
  const lines = [...(chat?.messages.values() ?? [])].map(({ wire, isFromBot }) => {
    const what = mediaKinds.find(kind => wire[kind]) ?? (wire.photo ? 'photo' : 'text');
    return `  ${wire.message_id} ${isFromBot ? 'bot' : wire.from?.first_name}: [${what}] ${(wire.text ?? wire.caption ?? '').slice(0, 200)}`;
  });
  return lines.length > 0 ? lines.join('\n') : '  nothing';
}
