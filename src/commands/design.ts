import { Refusal } from '../errors.ts';
import { preview } from './clone-answer.ts';
import type { Command } from './command.ts';
import { noticeOf } from './notice.ts';
import { toAsker } from './replies.ts';

const options = {
  gender: { kind: 'choice', required: true, choices: ['female', 'male'] },
  pitch: { kind: 'number', minimum: 1, maximum: 5, whole: true },
  speed: { kind: 'number', minimum: 1, maximum: 5, whole: true },
  name: { kind: 'text', maximumLength: 64 },
} as const;

const middle = 3;

/** /design: a voice of nobody, from traits. It belongs to whoever made it, under the same rules as every voice. */
export const design: Command<typeof options> = {
  name: 'design',
  options,

  async *run({ gender, pitch = middle, speed = middle, name }, request, tools) {
    const { engine, texts, person, place } = tools.engine.design ? { ...tools, ...request } : unavailable(tools.engine.id);
    yield { kind: 'progress', text: texts.say('design-inventing') };
    const print = await engine.design!({ gender, pitch, speed }, request.signal);
    const voice = await tools.voices.create(person.id, {
      name: name ?? texts.say(gender === 'female' ? 'design-name-female' : 'design-name-male'),
      language: engine.languages[0]!,
      engine: engine.id,
      print,
      recordings: [],
      designed: true,
      enrolment: {
        placeId: place.id,
        notice: noticeOf(texts),
        verification: { method: 'designed', scores: {}, thresholds: {} },
      },
    });
    yield toAsker(texts.say('design-done', { voice: voice.name }));
    yield* preview(voice, request, tools);
  },
};

function unavailable(engine: string): never {
  throw new Refusal('design-unavailable', `The engine "${engine}" cannot invent voices. Clone your own with /clone.`, {
    values: { engine },
  });
}
