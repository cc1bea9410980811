import { randomBytes } from 'node:crypto';
import { type APIMessageComponentInteraction, InteractionResponseType, MessageFlags } from 'discord.js';
import type { AnyCommand } from '../../commands/command.ts';
import type { Dispatcher } from '../../commands/dispatch.ts';
import type { Playback } from '../../commands/playback.ts';
import { toAsker } from '../../commands/replies.ts';
import type { Reply } from '../../commands/reply.ts';
import type { Request } from '../../commands/request.ts';
import type { Texts } from '../../commands/texts.ts';
import { Refusal } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { addressOf } from './address.ts';
import type { Api } from './api.ts';
import { codeOf, isDiscordFault } from './faults.ts';
import { uploadButton, uploadFormFor } from './forms/upload-form.ts';
import type { Names } from './names.ts';
import { open } from './opening.ts';
import { acquaint } from './requests/acquaint.ts';
import type { AskedFor } from './requests/asked-for.ts';
import { askingOf } from './requests/asking.ts';
import type { Asked } from './requests/incoming.ts';
import { type Scene, sceneOf } from './scene.ts';
import type { CommandLinks } from './show/command-links.ts';
import { createConversation, type Show } from './show/conversation.ts';
import { reachPerson } from './show/direct.ts';
import { messagesOf } from './show/messages.ts';
import { type AnswerLine, createAnswerLine } from './show/private-line.ts';

/** Answer: one interaction from its arrival to its last reply. Never throws; what goes wrong is logged, and told as far as that works. */
export interface AnswerParts {
  readonly api: Api;
  readonly dispatcher: Dispatcher;
  readonly commands: readonly AnyCommand[];
  readonly names: Names;
  readonly link: CommandLinks;
  readonly mediaHosts: readonly string[];
  /** Live speech where the interaction happens. */
  playbackAt(scene: Scene): Playback | undefined;
  readonly log: Log;
  readonly now: () => number;
  readonly progressMs: number;
}

export async function answer(asked: Asked, parts: AnswerParts, signal: AbortSignal): Promise<void> {
  const log = parts.log.child({ request: requestId(asked.interaction) });
  try {
    if (isUpload(asked)) await showUploadForm(asked.interaction, parts);
    else await converse(asked, { ...parts, log }, signal);
  } catch (error) {
    log.error(isDiscordFault(error) ? 'unanswered' : 'bug', { code: codeOf(error), error });
  }
}

async function converse(asked: Asked, parts: AnswerParts, signal: AbortSignal): Promise<void> {
  const { api, dispatcher, names, link, log } = parts;
  const { interaction } = asked;
  const scene = sceneOf(interaction, names);
  acquaint(interaction, names);
  const stop = new AbortController();
  const request = requestAt(interaction, scene, { ...parts, signal: AbortSignal.any([signal, stop.signal]) });
  const texts = once(() => dispatcher.textsFor(request));
  const line = createAnswerLine({
    api,
    interaction,
    original: originalOf(asked),
    isEphemeral: !scene.isPrivate,
    otherwise: message => reachPerson(message, scene, { api, texts }),
    progressMs: parts.progressMs,
  });
  const pressed = asked.kind === 'button' ? { interaction, message: asked.interaction.message } : undefined;
  const show = createConversation({ scene, api, line, link, texts, ...(pressed ? { pressed } : {}) });
  const replies = repliesTo(asked, { request, scene, texts, parts })[Symbol.asyncIterator]();
  const first = once(() => replies.next());
  try {
    const opening = open(asked, { ...parts, log, first, texts, isEphemeral: !scene.isPrivate });
    // Discord waits for its word, so that goes out first; the work need not wait for Discord.
    first().catch(() => {});
    const opened = await opening;
    if (opened !== 'acknowledged') line.expire();
    if (opened === 'acknowledged' || opened === 'late') await showAll(await first(), replies, show);
  } catch (error) {
    if (isDiscordFault(error)) throw error;
    await apologise(error, { line, texts, log });
  } finally {
    stop.abort(new Refusal('job-cancelled', 'The request is over.'));
    await replies.return(undefined);
    await line.close();
  }
}

async function showAll(first: IteratorResult<Reply, unknown>, replies: AsyncIterator<Reply>, show: Show): Promise<void> {
  for (let step = first; !step.done; step = await replies.next()) await show(step.value);
}

/** What the command says; or why there is no such request. */
async function* repliesTo(
  asked: Asked,
  {
    request,
    scene,
    texts,
    parts,
  }: {
    readonly request: Request;
    readonly scene: Scene;
    readonly texts: () => Promise<Texts>;
    readonly parts: AnswerParts;
  },
): AsyncGenerator<Reply> {
  let askedFor: AskedFor;
  try {
    askedFor = askingOf(asked, scene, { ...parts, receivedAtMs: parts.now() });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    yield toAsker((await texts()).refusal(error));
    return;
  }
  yield* parts.dispatcher.handle({ ...request, ...askedFor });
}

/** Who and where; what it asks for comes to it. */
export function requestAt(
  interaction: { readonly id: string },
  scene: Scene,
  { names, signal, playbackAt }: Pick<AnswerParts, 'names' | 'playbackAt'> & { readonly signal: AbortSignal },
): Request {
  const playback = playbackAt(scene);
  return {
    id: requestId(interaction),
    command: '',
    options: {},
    person: scene.person,
    place: scene.place,
    locale: scene.locale,
    address: addressOf(scene),
    ...(playback ? { playback } : {}),
    canRetract: true,
    hints: ['discord-help-menus'],
    directory: names.directory(scene.guildId),
    signal,
  };
}

function requestId({ id }: { readonly id: string }): string {
  return `discord:${id}`;
}

function originalOf(asked: Asked): 'announced' | 'question' | 'none' {
  if (asked.kind !== 'button') return 'announced';
  // Only the person sees it: it is about this button, and is answered in its place.
  return (asked.interaction.message.flags ?? 0) & MessageFlags.Ephemeral ? 'question' : 'none';
}

type Upload = Asked & { readonly kind: 'button' };

function isUpload(asked: Asked): asked is Upload {
  return asked.kind === 'button' && asked.interaction.data.custom_id === uploadButton;
}

/** The recording comes with the form: it is not for anybody to hear. */
async function showUploadForm(interaction: APIMessageComponentInteraction, parts: AnswerParts): Promise<void> {
  const { person, place, locale } = sceneOf(interaction, parts.names);
  const texts = await parts.dispatcher.textsFor({ person, place, locale });
  await parts.api.respond(interaction, {
    type: InteractionResponseType.Modal,
    data: uploadFormFor(interaction.message, texts),
  });
}

/** As the dispatcher does for its own mistakes. */
async function apologise(
  error: unknown,
  { line, texts, log }: { readonly line: AnswerLine; readonly texts: () => Promise<Texts>; readonly log: Log },
): Promise<void> {
  const id = randomBytes(4).toString('hex');
  log.error('bug', { id, error });
  for (const message of messagesOf({ text: (await texts()).say('something-broke', { id }) })) await line.tell(message);
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
