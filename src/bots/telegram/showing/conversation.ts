import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import { ApiFailure, isRefused } from '../api/failure.ts';
import { type Bounded, createBounded } from '../bounded.ts';
import type { Clock } from '../clock.ts';
import { userIdOf } from '../ids.ts';
import { isIn, privateWhere, type Where } from '../where.ts';
import { challengeContents, fileContents, pictureContents, textContents } from './contents.ts';
import { keyboardOf } from './keyboard.ts';
import { type Content, isGone, type Outbox } from './outbox.ts';
import type { Press } from './press.ts';
import { createProgress, type Progress } from './progress.ts';
import type { OutgoingSound, Sounds } from './sounds.ts';
import { textLimits } from './text.ts';
import type { Whispering } from './whispering.ts';

/**
 * Conversation: shows the replies to one request: in its chat, or in the private one what only the asker shall see. Refuses with 'place-gone'
 * when nobody can be reached there any more; a message that may or may not have arrived counts as shown.
 */
export interface Conversation {
  show(reply: Reply): Promise<void>;
  /** Nothing more follows. */
  end(): void;
}

export interface ConversationFacts {
  readonly where: Where;
  readonly command: string;
  readonly press?: Press;
  readonly placeName: string;
  readonly signal: AbortSignal;
  texts(): Promise<Texts>;
}

export interface ConversationParts {
  readonly outbox: Outbox;
  readonly sounds: Sounds;
  readonly whispering: Whispering;
  readonly clock: Clock;
  readonly log: Log;
  /** What was told somebody lately, so that a flood is not answered by a flood. */
  readonly told: Bounded<string, true>;
}

export const createTold = (now: () => number): Bounded<string, true> =>
  createBounded({ maximum: 2_000, lifetimeMs: 20_000, now });

/** Refusals that name voices of the asker: nobody else in a group learns which there are. */
const privateRefusals = new Set(['voice-own-which', 'voice-own-unknown', 'voice-ambiguous', 'name-taken']);
/** Said once, not again for each message too many. */
const floodRefusals = /^(?:flood|rate-)/;

const actions: Readonly<Record<string, string>> = { export: 'upload_document', verify: 'typing' };

export function createConversation(facts: ConversationFacts, parts: ConversationParts): Conversation {
  const { where, press, signal, texts } = facts;
  const { outbox, sounds, whispering, clock } = parts;
  const isInGroup = isIn(where) === 'group';
  /** In a private chat it is clear what is answered; what takes a while says so all the same. */
  const { messageId: _, ...besides } = where;
  const quietly = isInGroup ? where : besides;
  const whisper = whispering.begin({ where, press, texts });
  let progress: Progress | undefined;

  async function sendAll(contents: readonly Content[], to: Where = quietly): Promise<void> {
    for (const content of contents) await outbox.send(to, content, signal);
  }

  async function text(reply: Extract<Reply, { kind: 'text' }>): Promise<void> {
    if (isRepeated(reply)) return;
    if (!isInGroup || reply.audience === 'everyone') return sendAll(textContents(reply.text, keyboardOf(reply.buttons)));
    const isShort = reply.buttons === undefined && reply.text.length <= textLimits.alert;
    if (isShort && press?.answer({ text: reply.text })) return;
    const isPublic = reply.code !== undefined && !privateRefusals.has(reply.code);
    return isPublic ? sendAll(textContents(reply.text)) : whisper(reply);
  }

  function isRepeated({ code = '' }: Extract<Reply, { kind: 'text' }>): boolean {
    if (!floodRefusals.test(code)) return false;
    const key = `${where.chatId} ${where.userId} ${code}`;
    const wasTold = parts.told.get(key) ?? false;
    if (!wasTold) parts.told.set(key, true);
    return wasTold;
  }

  async function sound(speech: Omit<OutgoingSound, 'excuse'>): Promise<void> {
    const { say } = await texts();
    const form = await sounds.send(where, { ...speech, excuse: say('telegram-as-file') }, signal);
    if (form === undefined) await sendAll(textContents(say('telegram-no-sound')));
  }

  async function picture(reply: Extract<Reply, { kind: 'picture' }>): Promise<void> {
    try {
      await sendAll(pictureContents(reply));
    } catch (error) {
      // No pictures here: what it says still counts.
      if (!isRefused(error, 400)) throw error;
      await sendAll(textContents(reply.text, keyboardOf(reply.buttons)));
    }
  }

  /** The message whose button was pressed. */
  async function retract(): Promise<void> {
    if (where.messageId === undefined) return;
    try {
      await outbox.remove(where, where.messageId);
    } catch (error) {
      if (!isRefused(error, 400)) throw error;
      await text({ kind: 'text', text: (await texts()).say('telegram-too-late'), audience: 'asker' });
    }
  }

  /** Goes unsaid where it cannot be said. */
  async function notify({ personId, text: news }: Extract<Reply, { kind: 'notify' }>): Promise<void> {
    const userId = userIdOf(personId);
    if (userId === undefined) return;
    await sendAll(textContents(news), privateWhere(userId)).catch(unlessFailed);
  }

  async function deliver(reply: Exclude<Reply, { kind: 'progress' }>): Promise<void> {
    switch (reply.kind) {
      case 'text':
        return text(reply);
      case 'challenge':
        return isInGroup ? whisper(reply) : sendAll(challengeContents(reply));
      case 'picture':
        return picture(reply);
      case 'retract':
        return retract();
      case 'notify':
        return notify(reply);
      case 'note': {
        if (isInGroup && reply.audience === 'asker') return whisper(reply);
        const { speech, label, buttons } = reply;
        return sound({ ...speech, caption: label, form: 'voice', keyboard: keyboardOf(buttons) });
      }
      case 'file':
        if (isInGroup && reply.audience === 'asker') return whisper(reply);
        if (!reply.name.endsWith('.ogg')) return sendAll(fileContents(reply), where);
        return sound({
          file: reply.bytes,
          durationSeconds: 0,
          caption: reply.text,
          form: 'document',
          keyboard: keyboardOf(reply.buttons),
        });
    }
  }

  async function failed(error: unknown, reply: Reply): Promise<void> {
    if (!(error instanceof ApiFailure)) throw error;
    if (error.kind === 'unsure') {
      parts.log.warn('unsure-whether-sent', { code: error.code });
      if (reply.kind === 'note' || reply.kind === 'file') await sendAll(textContents((await texts()).say('telegram-unsure')));
      return;
    }
    if (isGone(error)) throw placeGone();
    if (!isForbidden(error)) throw error;
    const { say } = await texts();
    await sendAll(textContents(say('telegram-cannot-post', { place: facts.placeName })), privateWhere(where.userId)).catch(
      unlessFailed,
    );
    throw placeGone();
  }

  return {
    async show(reply) {
      if (reply.kind === 'progress') {
        progress ??= createProgress(outbox, clock, { where, action: actions[facts.command] ?? 'record_voice' });
        progress.show(reply.text);
        return;
      }
      progress?.end();
      progress = undefined;
      try {
        await deliver(reply);
      } catch (error) {
        await failed(error, reply);
      }
    },
    end() {
      progress?.end();
      press?.answer();
    },
  };
}

/** A group or a topic in which the bot may not write, not even text. */
function isForbidden(error: ApiFailure): boolean {
  return (
    isRefused(error, 400) &&
    /not enough rights to send text|chat_write_forbidden|have no rights to send|topic_closed|topic_deleted/.test(
      error.description,
    )
  );
}

export function placeGone(): Refusal {
  return new Refusal('place-gone', 'The bot cannot write there any more.');
}

function unlessFailed(error: unknown): void {
  if (!(error instanceof ApiFailure)) throw error;
}
