import type { Form } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Progress, SpeakHandle, Spoken } from '../jobs/queue.ts';
import type { Voice } from '../voices/voices.ts';
import type { Tools } from './command.ts';
import { createMailbox } from './mailbox.ts';
import { cleanName, type Names, speechLabel } from './naming.ts';
import { skippedCode } from './playback.ts';
import { portionsOf } from './portions.ts';
import { toAsker, toEveryone } from './replies.ts';
import type { Button, Reply } from './reply.ts';
import { askerOf, type Request } from './request.ts';
import { reportButton, speechButtons, stopButton } from './speech-buttons.ts';
import type { SpeechWish } from './speech-wish.ts';

/** Speech: lets a voice speak and yields what is to be seen meanwhile and heard at last. Asks the gate first, and again before anything is posted. */
export async function* speak(wish: SpeechWish, request: Request, tools: Tools): AsyncGenerator<Reply> {
  yield* wish.form === 'live' ? speakLive(wish, request, tools) : speakFile(wish, request, tools);
}

/** So many portions of a long text are in the queue at a time: as many survive a crash, and one person does not fill the line. */
const portionsAhead = 3;

/** One file; or several notes, in order, where the platform's notes may not be as long as the speech. */
async function* speakFile(wish: SpeechWish, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const portions = portionsFor(wish, request);
  const handles: SpeakHandle[] = [];
  const submitUpTo = (count: number) => {
    for (const text of portions.slice(handles.length, count)) handles.push(submit({ ...wish, text }, wish.form, request, tools));
  };
  try {
    submitUpTo(portionsAhead);
    for (let index = 0; index < portions.length; index++) {
      const handle = handles[index]!;
      yield* progressOf(handle, tools);
      const spoken = await handle.finished;
      await request.directory.know?.([wish.voice.owner]);
      requireStillAllowed(wish, request, tools);
      const buttons = speechButtons({ ...wish, text: portions[index]! }, handle, request, tools);
      yield numbered(asReply(spoken, wish, { names: request, tools, buttons }), index, portions.length);
      handle.answered();
      submitUpTo(index + 1 + portionsAhead);
    }
  } finally {
    for (const handle of handles) handle.cancel(cancelled());
  }
  yield* tellOwner(wish.voice, request, tools);
}

function portionsFor({ text, language, form, rate = 1 }: SpeechWish, { longestNoteSeconds }: Request): readonly string[] {
  if (form !== 'note' || longestNoteSeconds === undefined) return [text];
  return portionsOf(text, { language, rate, longestSeconds: longestNoteSeconds });
}

/** "... (2/3)", where there are several. */
function numbered(reply: Reply, index: number, count: number): Reply {
  return reply.kind === 'note' && count > 1 ? { ...reply, label: `${reply.label} (${index + 1}/${count})` } : reply;
}

/** Where live speech is not possible it says why, and gives a voice note instead. */
async function* speakLive(wish: SpeechWish, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { playback } = request;
  try {
    if (!playback) throw new Refusal('live-unavailable', 'Live speech is not possible in this place.');
    await playback.join(request.person.id);
  } catch (error) {
    if (!(error instanceof Refusal && error.code.startsWith('live-'))) throw error;
    yield toAsker(tools.texts.say('live-fallback', { reason: tools.texts.refusal(error) }));
    yield* speakFile({ ...wish, form: 'note' }, request, tools);
    return;
  }
  const handle = submit(wish, 'live', request, tools);
  await request.directory.know?.([wish.voice.owner]);
  const label = speechLabel(wish.voice, request, tools.texts);
  try {
    await playback.play({
      id: handle.generationId,
      requester: request.person.id,
      owner: wish.voice.owner,
      label,
      speech: handle,
    });
  } catch (error) {
    handle.cancel(error as Error);
    throw error;
  }
  const ahead = playback.queue().findIndex(({ id }) => id === handle.generationId);
  const waiting = ahead > 0 ? ` ${tools.texts.say('live-ahead', { count: ahead })}` : '';
  yield toEveryone(`${label}${waiting}`, [stopButton(handle, tools), reportButton(wish.voice, tools)]);
  yield* tellOwner(wish.voice, request, tools);
  await handle.finished.catch(error => {
    // Everybody was told by the command that did it.
    if (!(error instanceof Refusal && error.code === skippedCode)) throw error;
  });
}

function submit({ voice, text, language, rate }: SpeechWish, form: Form, request: Request, tools: Tools): SpeakHandle {
  request.signal.throwIfAborted();
  const grant = tools.consent.grant({ voiceId: voice.id, asker: askerOf(request), form });
  const handle = tools.queue.submit({ text, language, ...(rate ? { rate } : {}), address: request.address }, grant);
  request.signal.addEventListener('abort', () => handle.cancel(cancelled()), { once: true });
  return handle;
}

/** The queue watches a job while it is made; between that and the chat lies a moment in which an owner may have changed their mind. */
function requireStillAllowed({ voice, form }: SpeechWish, request: Request, { consent }: Tools): void {
  consent.release(consent.grant({ voiceId: voice.id, asker: askerOf(request), form }));
}

function cancelled(): Refusal {
  return new Refusal('job-cancelled', 'The speech was stopped before its end.');
}

/** The newest news only: what a bot did not show in time is out of date. Ends when the job does. */
async function* progressOf(handle: SpeakHandle, tools: Tools): AsyncGenerator<Reply> {
  const news = createMailbox<Progress>();
  const stop = handle.onProgress(progress => news.put(progress));
  try {
    for (;;) {
      const progress = await news.take();
      if (progress.state === 'done' || progress.state === 'failed') return;
      yield { kind: 'progress', text: progressText(progress, tools) };
    }
  } finally {
    stop();
  }
}

function progressText(progress: Extract<Progress, { estimateSeconds: number }>, { texts }: Tools): string {
  const time = texts.duration(Math.max(1, Math.round(progress.estimateSeconds)));
  return progress.state === 'queued'
    ? texts.say('progress-queued', { position: progress.position, time })
    : texts.say('progress-running', { percent: progress.percent, time });
}

/** `buttons` left out: only the one to report it. */
export function asReply(
  spoken: Spoken,
  { voice, form, audience = 'everyone' }: Pick<SpeechWish, 'voice' | 'form' | 'audience'>,
  {
    names,
    tools,
    buttons = [reportButton(voice, tools)],
  }: { readonly names: Names; readonly tools: Pick<Tools, 'texts' | 'actions'>; readonly buttons?: readonly Button[] },
): Reply {
  if (spoken.form === 'live') throw new TypeError('A note was asked for, and live speech came.');
  const label = speechLabel(voice, names, tools.texts);
  return form === 'file'
    ? { kind: 'file', name: 'speech.ogg', bytes: spoken.file, text: label, audience, buttons }
    : { kind: 'note', speech: spoken, label, audience, buttons };
}

/** Where the owner wished to hear of each use by others. */
async function* tellOwner(voice: Voice, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { owner } = voice;
  if (owner === request.person.id || !(await tools.settings.person(owner)).tellUses) return;
  const texts = await tools.textsFor(owner);
  const values = { voice: voice.name, requester: cleanName(request.person.name), place: cleanName(request.place.name) };
  yield { kind: 'notify', personId: owner, text: texts.say('notify-used', values) };
}
