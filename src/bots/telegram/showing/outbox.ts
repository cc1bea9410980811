import type { Api } from '../api/api.ts';
import { type ApiFailure, isRefused } from '../api/failure.ts';
import type { Parameters, Upload } from '../api/upload.ts';
import type { SendQueue } from '../sending/send-queue.ts';
import type { Where } from '../where.ts';
import type { Message } from '../wire.ts';
import type { Keyboard } from './keyboard.ts';

/** Outbox: messages on their way to a place: as a reply, in its topic, through the queue that keeps to Telegram's limits. */
export interface Outbox {
  /** Rejects with the ApiFailure. */
  send(where: Where, content: Content, signal?: AbortSignal): Promise<Message>;
  /** May be lost. */
  offerAction(where: Where, action: string): void;
  /** May be lost; a newer one takes its place. */
  offerEdit(where: Where, messageId: number, text: string): void;
  /** What is gone already is no fault. Rejects with the ApiFailure: after 48 hours, say. */
  remove(where: Where, messageId: number): Promise<void>;
}

export interface Content {
  readonly method: string;
  readonly parameters: Parameters;
  readonly file?: Upload;
  readonly keyboard?: Keyboard;
  /** Nobody's phone rings. */
  readonly isSilent?: boolean;
}

export interface OutboxParts {
  readonly api: Api;
  readonly queue: SendQueue;
  /** Ends what is on its way. */
  readonly signal: AbortSignal;
  /** The number of a group by now. */
  readonly currentOf: (chatId: number) => number;
  /** The bot is not there any more: it was removed, blocked, or never let in. */
  readonly onGone: (chatId: number) => void;
}

export function createOutbox({ api, queue, signal: ended, currentOf, onGone }: OutboxParts): Outbox {
  async function send(where: Where, content: Content, signal?: AbortSignal): Promise<Message> {
    try {
      return await sendTo(where, content, signal);
    } catch (error) {
      // The topic was deleted meanwhile, or the group is no forum any more.
      if (where.threadId !== undefined && isRefused(error, 400) && error.description.includes('thread not found')) {
        const { threadId: _, ...everywhere } = where;
        return send(everywhere, content, signal);
      }
      if (isGone(error)) onGone(where.chatId);
      throw error;
    }
  }

  function sendTo(
    where: Where,
    { method, parameters, file, keyboard, isSilent }: Content,
    signal?: AbortSignal,
  ): Promise<Message> {
    return queue.send({
      name: method,
      chatId: currentOf(where.chatId),
      ...(signal ? { signal } : {}),
      run: chatId =>
        api.call<Message>(
          method,
          {
            ...parameters,
            chat_id: chatId,
            ...(where.threadId === undefined ? {} : { message_thread_id: where.threadId }),
            ...(where.messageId === undefined
              ? {}
              : { reply_parameters: { message_id: where.messageId, allow_sending_without_reply: true } }),
            ...(keyboard ? { reply_markup: keyboard } : {}),
            ...(isSilent ? { disable_notification: true } : {}),
          },
          { signal: ended, ...(file ? { file } : {}) },
        ),
    });
  }

  return {
    send,
    offerAction({ chatId, threadId }, action) {
      const thread = threadId === undefined ? {} : { message_thread_id: threadId };
      const run = (to: number) => api.call('sendChatAction', { chat_id: to, action, ...thread }, { signal: ended });
      queue.offer({ name: 'sendChatAction', chatId: currentOf(chatId), isCounted: false, run }, `action ${threadId ?? ''}`);
    },
    offerEdit({ chatId }, messageId, text) {
      const run = (to: number) => api.call('editMessageText', { chat_id: to, message_id: messageId, text }, { signal: ended });
      queue.offer({ name: 'editMessageText', chatId: currentOf(chatId), run }, `edit ${messageId}`);
    },
    async remove({ chatId }, messageId) {
      const run = (to: number) => api.call('deleteMessage', { chat_id: to, message_id: messageId }, { signal: ended });
      const order = { name: 'deleteMessage', chatId: currentOf(chatId), isCounted: false, isRepeatable: true, run };
      await queue.send(order).catch(error => {
        if (!isRefused(error, 400) || !error.description.includes('not found')) throw error;
      });
    },
  };
}

/** 403: blocked, removed, deactivated, never started. https://core.telegram.org/bots/faq says nothing of the texts, so none is looked at. */
export function isGone(error: unknown): error is ApiFailure {
  return (
    isRefused(error, 403) || (isRefused(error, 400) && /chat not found|user not found|peer_id_invalid/.test(error.description))
  );
}
