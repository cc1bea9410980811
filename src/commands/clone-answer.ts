import { Refusal } from '../errors.ts';
import type { Enrolled } from '../voices/enrolling.ts';
import { languageFor, textsIn } from './catalogues.ts';
import type { Tools } from './command.ts';
import { noticeOf } from './notice.ts';
import { ownButton, toAsker } from './replies.ts';
import type { Button, Reply } from './reply.ts';
import type { Request, VoiceMessage } from './request.ts';
import { speak } from './speech.ts';

/** CloneAnswer: the voice message that answers a challenge: heard, judged, shown as a card, and answered in the new voice. */
export async function* answerChallenge(message: VoiceMessage, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  yield { kind: 'progress', text: texts.say('clone-listening') };
  const enrolled = await tools.enrolling.answer(await heard(message, request), noticeOf(texts), request.signal);
  yield cardReply(enrolled, 'clone-done', tools);
  yield* preview(enrolled.voice, request, tools);
  yield toAsker(texts.say('clone-next', { voice: enrolled.voice.name }), nextButtons(enrolled, request, tools));
}

/** What the platform says of it goes along: the consent part decides on authors, forwards and times. */
export async function heard(message: VoiceMessage, request: Request) {
  return {
    personId: request.person.id,
    placeId: request.place.id,
    authorId: message.authorId,
    forwarded: message.forwarded,
    sentAtMs: message.sentAtMs,
    name: message.name,
    bytes: await message.download(request.signal),
  };
}

export function cardReply({ voice, report, card }: Enrolled, news: 'clone-done' | 'voices-add-done', { texts }: Tools): Reply {
  const verdict = report.verdict === 'refused' ? 'poor' : report.verdict;
  const weak = report.meters
    .filter(meter => meter.verdict !== 'good')
    .map(meter => `· ${texts.say(`meter-${meter.id}`, { reading: meter.reading })}`);
  const text = [texts.say(news, { voice: voice.name }), texts.say(`quality-${verdict}`), ...weak].join('\n');
  return { kind: 'picture', text, png: card, alt: texts.say('card-alt', { voice: voice.name }) };
}

/** One sentence in the voice itself. That it fails is a pity, but the voice is there: so it is told, and no more. */
export async function* preview(voice: Enrolled['voice'], request: Request, tools: Tools): AsyncGenerator<Reply> {
  const text = textsIn(languageFor(voice.language)).say('preview-sentence');
  try {
    yield* speak({ voice, text, language: voice.language, form: 'note', audience: 'asker' }, request, tools);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield toAsker(tools.texts.say('preview-failed', { reason: tools.texts.refusal(error) }));
  }
}

function nextButtons({ voice }: Enrolled, request: Request, tools: Tools): Button[] {
  return [
    ownButton('button-again', { command: 'clone', verb: 'notice', argument: voice.id }, { request, tools }),
    ownButton(
      'button-delete-voice',
      { command: 'consent', verb: 'ask', argument: voice.id },
      { request, tools, style: 'danger' },
    ),
  ];
}
