import type { ChallengePurpose } from '../consent/challenge.ts';
import { Refusal } from '../errors.ts';
import type { Press } from './action.ts';
import { answerChallenge } from './clone-answer.ts';
import type { Command, Tools } from './command.ts';
import { freeName } from './free-name.ts';
import { personName } from './naming.ts';
import { noticeText } from './notice.ts';
import { ownVoice } from './own-voice.ts';
import { ownButton, toAsker, toEveryone } from './replies.ts';
import type { Reply } from './reply.ts';
import type { Request, VoiceMessage } from './request.ts';

const options = {
  name: { kind: 'text', maximumLength: 64 },
  language: { kind: 'text', maximumLength: 16 },
  again: { kind: 'voice', owned: true },
} as const;

/** /clone: notice and attestation, then a sentence to read, then the voice. With a voice message: the answer to the sentence. */
export const clone: Command<typeof options> = {
  name: 'clone',
  options,
  takesFile: true,
  beginsWithNotice: true,

  async *run({ name, language, again }, request, tools) {
    if (request.message) {
      yield* hear(request.message, request, tools);
      return;
    }
    const voice = again === undefined ? undefined : await ownVoice(again, request, tools);
    tools.drafts.put(request.person.id, {
      ...(name ? { name } : {}),
      ...(language ? { language: requireLanguage(language, tools) } : {}),
    });
    yield showNotice(voice?.id ?? 'new', request, tools);
  },

  async *press(press, request, tools) {
    if (press.verb === 'notice') {
      yield showNotice(press.argument, request, tools);
      return;
    }
    if (press.verb === 'no') {
      yield toAsker(tools.texts.say('clone-declined'));
      return;
    }
    yield* challenge(press, request, tools);
  },
};

function showNotice(argument: string, request: Request, tools: Tools): Reply {
  const buttons = [
    ownButton(
      'button-attest',
      { command: 'clone', verb: 'agree', argument },
      { request, tools, style: 'primary', lifetimeMinutes: 30 },
    ),
    ownButton('button-decline', { command: 'clone', verb: 'no', argument }, { request, tools, lifetimeMinutes: 30 }),
  ];
  return { kind: 'text', text: noticeText(tools.texts), audience: 'asker', buttons, isNotice: true };
}

async function* challenge({ argument }: Press, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  const purpose = argument === 'new' ? await newVoice(request, tools) : await oldVoice(argument, request, tools);
  const made = await tools.enrolling.challenge(request.person.id, request.place.id, purpose);
  const minutes = Math.max(1, Math.round((made.expiresAtMs - tools.now()) / 60_000));
  yield {
    kind: 'challenge',
    text: texts.say('clone-challenge', { minutes }),
    sentence: `${made.statement} ${made.words.join(', ')}.`,
    expiresAtMs: made.expiresAtMs,
  };
}

async function newVoice({ person, locale }: Request, tools: Tools): Promise<ChallengePurpose> {
  const draft = tools.drafts.get(person.id);
  const base = locale.split(/[-_]/)[0]!.toLowerCase();
  const language = tools.engine.languages.find(one => one.toLowerCase() === base) ?? tools.engine.languages[0]!;
  const name = draft?.name ?? (await nameFor(person, tools));
  return { kind: 'enrol', name, language: draft?.language ?? language };
}

async function nameFor({ id, name }: Request['person'], { voices }: Tools): Promise<string> {
  const owned = await voices.owned(id);
  return freeName(
    name,
    owned.map(voice => voice.name),
  );
}

async function oldVoice(id: string, request: Request, tools: Tools): Promise<ChallengePurpose> {
  const voice = await ownVoice(id, request, tools);
  const isDue = tools.consent.status(voice.id)?.state === 'reconfirm';
  return { kind: isDue ? 'reconfirm' : 'again', voiceId: voice.id };
}

/** A voice message of somebody else makes no voice: its author is asked, and nothing of it is fetched. */
async function* hear(message: VoiceMessage, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  if (message.forwarded) {
    throw new Refusal(
      'message-forwarded',
      'A forwarded message proves nothing about who speaks. Record a new one yourself; /clone tells how.',
    );
  }
  if (message.authorId !== request.person.id) {
    const values = {
      author: personName(message.authorId, request, texts),
      person: personName(request.person.id, request, texts),
    };
    const agree = { command: 'clone', verb: 'notice', argument: 'new' };
    const action = tools.actions.make(agree, { for: message.authorId });
    yield toEveryone(texts.say('clone-ask-author', values), [
      { label: texts.say('button-read-notice'), style: 'primary', action },
    ]);
    return;
  }
  yield* answerChallenge(message, request, tools);
}

function requireLanguage(tag: string, { engine }: Tools): string {
  const base = tag.toLowerCase().split(/[-_]/)[0]!;
  const found = engine.languages.find(
    language => language.toLowerCase() === tag.toLowerCase() || language.toLowerCase() === base,
  );
  if (found) return found;
  const allowed = engine.languages.join(', ');
  throw new Refusal('language-unsupported', `No voice speaks that language here. There are: ${allowed}.`, {
    values: { allowed },
  });
}
