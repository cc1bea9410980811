import { Refusal } from '../errors.ts';
import type { Voice } from '../voices/voices.ts';
import { cardReply, heard, preview } from './clone-answer.ts';
import type { Command, Tools } from './command.ts';
import { personName } from './naming.ts';
import type { OptionValues } from './options.ts';
import { ownVoice } from './own-voice.ts';
import { toAsker } from './replies.ts';
import type { Reply } from './reply.ts';
import { askerOf, type Request } from './request.ts';

const name = { kind: 'text', maximumLength: 64 } as const;
const transcript = { kind: 'text', maximumLength: 2000 } as const;
const owned = { kind: 'voice', owned: true } as const;

const options = {
  do: {
    kind: 'choice',
    choices: ['list', 'preview', 'rename', 'usual', 'add'],
    parts: {
      list: {},
      preview: { voice: { kind: 'voice' } },
      rename: { name: { ...name, required: true }, voice: owned },
      usual: { voice: { kind: 'voice', required: true } },
      add: { voice: owned, transcript },
    },
  },
  voice: { kind: 'voice' },
  name,
  transcript,
} as const;

type VoicesOptions = OptionValues<typeof options>;

/** /voices: the voices that the person may use here; their own can be renamed and get more recordings. */
export const voices: Command<typeof options> = {
  name: 'voices',
  options,
  takesFile: ['add'],
  async *run(values, request, tools) {
    yield* parts[values.do ?? 'list'](values, request, tools);
  },
};

const parts = { list, preview: hear, rename, usual, add };

async function* list(_values: VoicesOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  const usable = await tools.voices.usable(askerOf(request));
  const owned = await tools.voices.owned(request.person.id);
  const shared = usable.filter(voice => voice.owner !== request.person.id);
  if (owned.length + shared.length === 0) {
    yield toAsker(texts.say('voices-none'));
    return;
  }
  await request.directory.know?.(shared.map(({ owner }) => owner));
  const usualId = (await tools.voices.find(askerOf(request)).catch(ignoreRefusal))?.id;
  const line = (voice: Voice) =>
    `· ${voiceLine(voice, request, tools)}${voice.id === usualId ? ` ${texts.say('voices-usual-mark')}` : ''}`;
  yield toAsker(
    [
      ...(owned.length > 0 ? [texts.say('voices-own'), ...owned.map(line)] : []),
      ...(shared.length > 0 ? [texts.say('voices-shared'), ...shared.map(line)] : []),
      texts.say('voices-next'),
    ].join('\n'),
  );
}

/** Several voices and no usual one is no reason to show none. */
function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

function voiceLine(voice: Voice, request: Request, { texts, consent }: Tools): string {
  if (voice.owner !== request.person.id) {
    return texts.say('voice-line-shared', {
      voice: voice.name,
      language: voice.language,
      owner: personName(voice.owner, request, texts),
    });
  }
  const state = consent.status(voice.id)?.state;
  const note = state === 'reconfirm' || state === 'stopped' ? ` ${texts.say(`voice-mark-${state}`)}` : '';
  const values = { voice: voice.name, language: voice.language, count: voice.recordings };
  return `${texts.say(voice.designed ? 'voice-line-designed' : 'voice-line-own', values)}${note}`;
}

async function* hear({ voice: name }: VoicesOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  yield* preview(await tools.voices.find(askerOf(request), name), request, tools);
}

async function* rename({ voice: name, name: wanted }: VoicesOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  if (wanted === undefined)
    throw new Refusal('option-missing', '"name" is missing. Give it as well.', { values: { option: 'name' } });
  const voice = await ownVoice(name, request, tools);
  const renamed = await tools.voices.rename(voice.id, request.person.id, wanted);
  yield toAsker(tools.texts.say('voices-renamed', { voice: voice.name, name: renamed.name }));
}

async function* usual({ voice: name }: VoicesOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  if (name === undefined)
    throw new Refusal('option-missing', '"voice" is missing. Give it as well.', { values: { option: 'voice' } });
  const voice = await tools.voices.find(askerOf(request), name);
  await tools.voices.setUsual(voice.id, request.person.id);
  yield toAsker(tools.texts.say('voices-usual', { voice: voice.name }));
}

async function* add({ voice: name, transcript }: VoicesOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  if (!request.message)
    throw new Refusal('voices-add-what', 'Attach a voice message of yours, or use the command in a reply to one.');
  const voice = await ownVoice(name, request, tools);
  yield { kind: 'progress', text: tools.texts.say('clone-listening') };
  const enrolled = await tools.enrolling.add(voice.id, await heard(request.message, request), transcript, request.signal);
  yield cardReply(enrolled, 'voices-add-done', tools);
  yield* preview(enrolled.voice, request, tools);
}
