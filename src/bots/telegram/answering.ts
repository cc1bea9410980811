import type { Reply } from '../../commands/reply.ts';
import type { Request } from '../../commands/request.ts';
import type { Texts } from '../../commands/texts.ts';
import { Refusal } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { BotParts } from '../bot.ts';
import { ApiFailure } from './api/failure.ts';
import { personIdOf } from './ids.ts';
import type { Requests } from './reading/requests.ts';
import {
  type Conversation,
  type ConversationFacts,
  type ConversationParts,
  createConversation,
  placeGone,
} from './showing/conversation.ts';
import type { Whisper } from './showing/links.ts';
import type { Content } from './showing/outbox.ts';
import type { Press } from './showing/press.ts';
import type { Where } from './where.ts';
import type { User } from './wire.ts';

/**
 * Answering: one request from its beginning to its last reply. Asking the dispatcher for the next reply says that the one before was
 * delivered; where nobody can be reached any more the work ends. Requests of a chat that the bot has to leave are aborted.
 */
export interface Answering {
  /** Never rejects. `letNext` is called when the rest may take a while. */
  answer(asked: AskedFor, letNext: () => void): Promise<void>;
  /** What the bot says of its own. Never rejects. */
  tell(where: Where, user: Pick<User, 'id' | 'language_code'>, make: (texts: Texts) => readonly Content[]): Promise<void>;
  /** What waited for somebody behind a link. Never rejects. */
  pass(whispers: readonly Whisper[], userId: number): Promise<void>;
  deliver(where: Where, reply: Reply, facts: { readonly texts: () => Promise<Texts> }): Promise<void>;
  textsFor(where: Where, user: Pick<User, 'id' | 'language_code'>): Promise<Texts>;
  /** Work for this chat is of no use any more. */
  leave(chatId: number): void;
  /** All of it. */
  stop(reason: Error): void;
}

export interface AskedFor {
  readonly where: Where;
  readonly user: User;
  readonly press?: Press;
  /** May refuse. */
  request(signal: AbortSignal): Promise<Request>;
}

export interface AnsweringParts extends Omit<ConversationParts, 'log'> {
  readonly dispatcher: BotParts['dispatcher'];
  readonly requests: Pick<Requests, 'placeOf'>;
  readonly log: Log;
}

export function createAnswering(parts: AnsweringParts): Answering {
  const { dispatcher, requests, log } = parts;
  const open = new Map<AbortController, Where>();
  let over: Error | undefined;

  function textsFor(where: Where, { id, language_code = 'en' }: Pick<User, 'id' | 'language_code'>): Promise<Texts> {
    const person = { id: personIdOf(id), name: '', roles: [], isAdmin: false };
    return dispatcher.textsFor({ person, place: requests.placeOf(where), locale: language_code });
  }

  async function converse(asked: AskedFor, stop: AbortController, letNext: () => void): Promise<void> {
    const { where, user, press } = asked;
    const facts = { where, signal: stop.signal, texts: once(() => textsFor(where, user)), ...(press ? { press } : {}) };
    let request: Request;
    try {
      request = await asked.request(stop.signal);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return show(refusalOf(error, await facts.texts()), { ...facts, command: '', placeName: '' });
    }
    const conversation = createConversation(withRequest(facts, request), parts);
    try {
      for await (const reply of dispatcher.handle(request)) {
        if (reply.kind === 'progress') letNext();
        await conversation.show(reply);
      }
    } finally {
      conversation.end();
    }
  }

  async function show(reply: Reply, facts: ConversationFacts): Promise<void> {
    const conversation: Conversation = createConversation(facts, parts);
    try {
      await conversation.show(reply);
    } finally {
      conversation.end();
    }
  }

  /** What is no bug: nobody to reach, the bot stops, Telegram does not take it. */
  function note(error: unknown): void {
    const isExpected = error instanceof Refusal || error instanceof ApiFailure;
    if (isExpected) log.info('not-shown', { code: error.code });
    else log.error('bug', { error });
  }

  return {
    textsFor,
    async answer(asked, letNext) {
      const stop = new AbortController();
      open.set(stop, asked.where);
      if (over) stop.abort(over);
      try {
        stop.signal.throwIfAborted();
        await converse(asked, stop, letNext);
      } catch (error) {
        note(error);
      } finally {
        open.delete(stop);
        asked.press?.answer();
      }
    },
    async tell(where, user, make) {
      try {
        const contents = make(await textsFor(where, user));
        for (const content of contents) await parts.outbox.send(where, content);
      } catch (error) {
        note(error);
      }
    },
    async pass(whispers, userId) {
      try {
        for (const whisper of whispers) await parts.whispering.say(whisper, userId);
      } catch (error) {
        note(error);
      }
    },
    async deliver(where, reply, { texts }) {
      const stop = new AbortController();
      open.set(stop, where);
      const placeName = requests.placeOf(where).name;
      try {
        await show(reply, { where, command: 'say', placeName, signal: stop.signal, texts });
      } catch (error) {
        // What the network did may be better the next time; what Telegram said will not.
        if (error instanceof ApiFailure && error.kind === 'refused') throw placeGone();
        throw error;
      } finally {
        open.delete(stop);
      }
    },
    leave(chatId) {
      for (const [stop, where] of open) if (where.chatId === chatId) stop.abort(placeGone());
    },
    stop(reason) {
      over = reason;
      for (const stop of open.keys()) stop.abort(reason);
    },
  };
}

function withRequest(facts: Omit<ConversationFacts, 'command' | 'placeName'>, request: Request): ConversationFacts {
  return { ...facts, command: request.command, placeName: request.place.name };
}

function refusalOf(refusal: Refusal, texts: Texts): Reply {
  return { kind: 'text', text: texts.refusal(refusal), audience: 'asker', code: refusal.code };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
