import type { AnyCommand } from '../../commands/command.ts';
import type { Dispatcher } from '../../commands/dispatch.ts';
import type { Playback } from '../../commands/playback.ts';
import type { Request, VoiceMessage } from '../../commands/request.ts';
import type { Suggestion } from '../../commands/suggest.ts';
import { Refusal } from '../../errors.ts';
import { parseWords } from '../local/parse-words.ts';
import type { World } from '../local/world.ts';
import type { MediaShelf } from './media.ts';
import type { Room } from './room.ts';
import { show } from './show.ts';

/** Parlour: what people do on the page, as Requests; and the replies to them, in the room. */
export interface Parlour {
  /** A line that somebody typed: a command, or just words. `file` goes along. Resolves when all was said. */
  type(who: Who, text: string, file?: Attached): Promise<void>;
  /** A voice message: the reading of a challenge. */
  speak(who: Who, voice: Attached): Promise<void>;
  /** The button with that number, on a message that they can see. */
  press(who: Who, message: string, button: number): Promise<void>;
  complete(
    who: Who,
    option: { readonly command: string; readonly option: string },
    typed: string,
  ): Promise<readonly Suggestion[]>;
  /** What is under way. */
  readonly open: ReadonlySet<Promise<void>>;
}

export interface Who {
  readonly person: string;
  readonly chat: string;
  readonly locale: string;
}

export interface Attached {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ParlourParts {
  readonly dispatcher: Dispatcher;
  readonly commands: readonly AnyCommand[];
  readonly world: World;
  readonly room: Room;
  readonly media: MediaShelf;
  /** Of the place that is not private. */
  readonly playback: Playback;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

export const groupChat = 'den';
const privateChat = /^private\/(.+)$/;

/** "private/ada" is Ada's alone. */
export function mayRead({ person, chat }: Pick<Who, 'person' | 'chat'>): boolean {
  return chat === groupChat || privateChat.exec(chat)?.[1] === person;
}

export function createParlour(parts: ParlourParts): Parlour {
  const { dispatcher, commands, world, room, media, now } = parts;
  const open = new Set<Promise<void>>();
  let requests = 0;

  function request(who: Who, facts: Pick<Request, 'command' | 'options'> & Partial<Request>): Request {
    const place = world.place(who.chat === groupChat ? groupChat : 'private', who.person);
    return {
      id: `playground:${now()}:${++requests}`,
      person: world.personIn(who.person, place),
      place,
      locale: who.locale,
      address: JSON.stringify({ chat: who.chat }),
      canRetract: true,
      ...(who.chat === groupChat ? { playback: parts.playback } : {}),
      directory: world.directory,
      signal: parts.signal,
      ...facts,
    };
  }

  async function answer(who: Who, asked: Request, pressed?: string): Promise<void> {
    const audience = { chat: who.chat, asker: who.person, request: asked.id, nameOf, ...(pressed ? { pressed } : {}) };
    for await (const reply of dispatcher.handle(asked)) show(reply, audience, { room, media });
    room.tell({ kind: 'progress', chat: who.chat, to: who.person, request: asked.id });
  }

  function ask(who: Who, facts: Pick<Request, 'command' | 'options'> & Partial<Request>, pressed?: string): Promise<void> {
    const work = answer(who, request(who, facts), pressed).finally(() => open.delete(work));
    open.add(work);
    return work;
  }

  const nameOf = (id: string) => world.directory.personName(id) ?? id;

  function messageOf({ person }: Who, { name, bytes }: Attached): VoiceMessage {
    return {
      authorId: world.person(person).id,
      forwarded: false,
      sentAtMs: now(),
      name,
      sizeBytes: bytes.length,
      download: async () => bytes,
    };
  }

  const attached = ({ name, type, bytes }: Attached) =>
    type.startsWith('audio/') || type.startsWith('video/')
      ? ({ kind: 'note', id: media.put(bytes, type), name } as const)
      : ({ kind: 'file', id: media.put(bytes, 'application/octet-stream'), name } as const);

  return {
    open,
    async type(who, text, file) {
      const [, name, words = ''] = /^\/([\p{L}\d_-]+)(?:\s+(.*))?$/su.exec(text.trim()) ?? [];
      const shown = { chat: who.chat, from: who.person, text, ...(file ? { media: attached(file) } : {}) };
      if (name === undefined) {
        room.say(shown);
        return;
      }
      room.say({ ...shown, to: who.person });
      const command = commands.find(one => one.name === name.toLowerCase());
      const { options } = parseWords(words, command, world);
      const message = file ? { message: messageOf(who, file) } : {};
      await ask(who, { command: name.toLowerCase(), options, ...message });
    },
    async speak(who, voice) {
      room.say({ chat: who.chat, from: who.person, to: who.person, text: '', media: attached(voice) });
      await ask(who, { command: 'clone', options: {}, message: messageOf(who, voice) });
    },
    async press(who, id, number) {
      const message = room.find(id);
      const isSeen = message && message.chat === who.chat && (message.to === undefined || message.to === who.person);
      const action = isSeen ? message.buttons?.[number]?.action : undefined;
      if (action === undefined) {
        throw new Refusal('button-gone', 'That button is gone. Use the command instead; /help lists them all.');
      }
      if (message?.isOnce) room.takeButtons(id);
      await ask(who, { command: '', options: {}, action }, id);
    },
    complete: (who, { command, option }, typed) => dispatcher.complete(request(who, { command, options: {} }), option, typed),
  };
}
