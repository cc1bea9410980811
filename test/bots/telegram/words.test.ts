import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPeople, type People } from '../../../src/bots/telegram/people.ts';
import { optionsOf } from '../../../src/bots/telegram/reading/options.ts';
import type { Message, User } from '../../../src/bots/telegram/wire.ts';
import { commands } from '../../../src/commands/index.ts';
import type { TelegramEntity } from '../../../src/text/markup/telegram.ts';
import { refusal } from '../../engine/support.ts';
import { createGroups } from './support.ts';

const user = (id: number, first_name: string, username?: string): User => ({
  id,
  is_bot: false,
  first_name,
  ...(username ? { username } : {}),
});
const ada = user(5_000_000_001, 'Ada', 'ada');
const bob = user(5_000_000_002, 'Bob', 'bob_99');
const me = { id: 7_000_000_001, is_bot: true, first_name: 'Consonant', username: 'consonant_bot' };
const chat = { id: -1_000_000_000_077, type: 'supergroup', title: 'Den' } as const;

function people(): People {
  const known = createPeople({ call: async () => Promise.reject(new Error('nobody asks')) }, createGroups(), () => 0);
  known.meet(ada);
  known.meet(bob);
  return known;
}

/** Finds what Telegram would find: the command, and "@names". */
function entitiesIn(text: string): TelegramEntity[] {
  const mentions = [...text.matchAll(/(?<=\s)@\w{3,}/g)].map(found => ({
    type: 'mention',
    offset: found.index,
    length: found[0].length,
  }));
  return [{ type: 'bot_command', offset: 0, length: /^\S+/.exec(text)![0].length }, ...mentions];
}

function read(text: string, facts: Partial<Message> = {}) {
  const message: Message = { message_id: 7, date: 1, chat, from: ada, text, entities: entitiesIn(text), ...facts };
  const name = /^\/(\w+)/.exec(text)![1]!;
  const words = { start: /^\S+/.exec(text)![0].length, end: text.length };
  return optionsOf({ message, words, command: commands.find(one => one.name === name), me, people: people() });
}

const said = (text: string) => [{ kind: 'text', text }];
const bobRef = { kind: 'person', id: 'telegram:5000000002' };

describe('the words of a command', () => {
  const cases: readonly [string, object][] = [
    ['/say Hello there', { text: said('Hello there') }],
    ['/say@consonant_bot Hello', { text: said('Hello') }],
    ['/say\n  Hello\nthere ', { text: said('Hello\nthere') }],
    ['/say voice:ada as:file Hello', { voice: 'ada', as: 'file', text: said('Hello') }],
    ['/say voice: ada Hello', { voice: 'ada', text: said('Hello') }],
    ['/say Voice:Ada AS:file Hello', { voice: 'Ada', as: 'file', text: said('Hello') }],
    ['/say Hello there voice:ada', { voice: 'ada', text: said('Hello there') }],
    ['/say Hello voice:"My voice" as:file', { voice: 'My voice', as: 'file', text: said('Hello') }],
    ['/say voice:"My voice" Hello', { voice: 'My voice', text: said('Hello') }],
    ['/say voice:“My voice” Hello', { voice: 'My voice', text: said('Hello') }],
    ['/say voice:„Meine Stimme“ Hallo', { voice: 'Meine Stimme', text: said('Hallo') }],
    ['/say voice:«Ma voix» Salut', { voice: 'Ma voix', text: said('Salut') }],
    ['/say rate:0.8 Hello', { rate: '0.8', text: said('Hello') }],
    ['/say text:"Hello there" voice:ada', { text: said('Hello there'), voice: 'ada' }],
    ['/say "Hello there"', { text: said('Hello there') }],
    ['/say "Hello" and "bye"', { text: said('"Hello" and "bye"') }],
    ['/say Note: the voice: is mine', { text: said('Note: the voice: is mine') }],
    ['/say Let us treat it as: agreed', { text: said('Let us treat it as: agreed') }],
    ['/say at the rate: of two', { text: said('at the rate: of two') }],
    ['/say colour:red is fine', { text: said('colour:red is fine') }],
    ['/say', {}],
    ['/say voice:', { text: said('voice:') }],
    ['/clone', {}],
    ['/clone Ada the first', { name: 'Ada the first' }],
    ['/clone name:Ada language:de', { name: 'Ada', language: 'de' }],
    ['/help say', { command: 'say' }],
    ['/voices rename voice:Ada name:"Ada B"', { do: 'rename', voice: 'Ada', name: 'Ada B' }],
    ['/voices preview My voice', { do: 'preview', voice: 'My voice' }],
    ['/design female 3 4 Robin Hood', { gender: 'female', pitch: '3', speed: '4', name: 'Robin Hood' }],
    ['/consent allow @bob_99', { do: 'allow', person: bobRef }],
    ['/consent allow @bob_99 for:30 days', { do: 'allow', person: bobRef, for: '30 days' }],
    ['/consent allow @bob_99 for:"1 week" as:note', { do: 'allow', person: bobRef, for: '1 week', as: 'note' }],
    ['/consent allow person:@bob_99', { do: 'allow', person: bobRef }],
    ['/consent allow everyone', { do: 'allow', everyone: true }],
    ['/consent allow Ada everyone', { do: 'allow', voice: 'Ada', everyone: true }],
    ['/consent allow everyone:yes voice:Ada', { do: 'allow', everyone: 'yes', voice: 'Ada' }],
    ['/consent end rule:2', { do: 'end', rule: '2' }],
    ['/consent do:log', { do: 'log' }],
    ['/settings my-language de', { do: 'my-language', value: 'de' }],
    ['/settings block-phrase purple elephant', { do: 'block-phrase', value: 'purple elephant' }],
    ['/settings block-person @bob_99', { do: 'block-person', person: bobRef }],
    ['/report @bob_99 stole my voice', { person: bobRef, reason: 'stole my voice' }],
    ['/report voice:Ada it is fraud', { voice: 'Ada', reason: 'it is fraud' }],
    ['/skip it please', { text: 'it please' }],
    ['/forget', {}],
  ];
  for (const [text, wanted] of cases) test(JSON.stringify(text), () => assert.deepEqual(read(text), wanted));

  test('name nobody whom the bot has not met: it says what to do instead', () => {
    assert.throws(() => read('/consent allow @stranger'), refusal('person-unseen'));
    assert.throws(() => read('/consent allow person:bobby'), /I do not know who bobby is/);
  });

  test('name somebody without a username by a mention that holds the account', () => {
    const text = '/consent allow Bob the builder';
    const entities = [...entitiesIn(text), { type: 'text_mention', offset: 15, length: 15, user: bob }];
    assert.deepEqual(read(text, { entities }), { do: 'allow', person: bobRef });
  });

  test('keep their formats, counted in UTF-16 units, behind a surrogate pair', () => {
    const text = '/say voice:ada 👩‍🚀 hi 🎉secret🎉 @bob_99 end';
    const offset = text.indexOf('secret');
    const entities = [...entitiesIn(text), { type: 'spoiler', offset, length: 6 }];
    const options = read(text, { entities }) as { text: unknown };
    assert.deepEqual(options.text, [
      { kind: 'emoji', unicode: '👩‍🚀' },
      { kind: 'text', text: ' hi ' },
      { kind: 'emoji', unicode: '🎉' },
      { kind: 'spoiler' },
      { kind: 'emoji', unicode: '🎉' },
      { kind: 'text', text: ' ' },
      { kind: 'mention', of: 'person', name: 'Bob' },
      { kind: 'text', text: ' end' },
    ]);
  });

  test('cut a format that reaches from an option into the text', () => {
    const text = '/say voice:ada Hello';
    const entities = [...entitiesIn(text), { type: 'spoiler', offset: 5, length: text.length - 5 }];
    const options = read(text, { entities }) as { text: unknown };
    assert.deepEqual(options.text, [{ kind: 'spoiler' }]);
  });

  test('of a caption count like those of a text', () => {
    const caption = '/clone name:Ada';
    const message = { text: undefined, caption, entities: undefined, caption_entities: entitiesIn(caption) };
    const words = { start: 6, end: caption.length };
    const command = commands.find(({ name }) => name === 'clone');
    const given = optionsOf({
      message: { message_id: 1, date: 1, chat, from: ada, ...message },
      words,
      command,
      me,
      people: people(),
    });
    assert.deepEqual(given, { name: 'Ada' });
  });
});

describe('what a command replies to', () => {
  const reply = (facts: Partial<Message>): Partial<Message> => ({
    reply_to_message: { message_id: 3, date: 1, chat, from: bob, ...facts },
  });

  test('is what /say speaks, if it has no words of its own', () => {
    const original = { text: 'A secret plan', entities: [{ type: 'spoiler', offset: 2, length: 6 }] };
    assert.deepEqual(read('/say', reply(original)), { text: [...said('A '), { kind: 'spoiler' }, ...said(' plan')] });
    assert.deepEqual(read('/say voice:ada', reply({ text: 'Hi' })), { voice: 'ada', text: said('Hi') });
    assert.deepEqual(read('/say Hello', reply({ text: 'Hi' })), { text: said('Hello') });
    assert.deepEqual(read('/say', reply({ caption: 'Look' })), { text: said('Look') });
    assert.deepEqual(read('/say', reply({})), {});
  });

  test('is only the quoted part, where there is one', () => {
    const quote = { text: 'secret', entities: [{ type: 'bold', offset: 0, length: 6 }] };
    const { text } = read('/say', { ...reply({ text: 'A secret plan' }), quote }) as { text: unknown };
    assert.deepEqual(text, [{ kind: 'span', block: false, children: said('secret') }]);
  });

  const people: readonly [string, Partial<Message>, object][] = [
    ['/consent allow', {}, { do: 'allow', person: bobRef }],
    ['/consent allow voice:ada', {}, { do: 'allow', voice: 'ada', person: bobRef }],
    ['/consent allow everyone', {}, { do: 'allow', everyone: true }],
    ['/consent end rule:1', {}, { do: 'end', rule: '1' }],
    ['/settings block-person', {}, { do: 'block-person', person: bobRef }],
    ['/settings block-voice voice:ada', {}, { do: 'block-voice', voice: 'ada' }],
    ['/report fraud', {}, { person: bobRef, reason: 'fraud' }],
    ['/report fraud', { voice: { file_id: 'a', file_unique_id: 'a' } }, { reason: 'fraud' }],
    ['/consent allow', { from: me }, { do: 'allow' }],
    ['/consent allow', { sender_chat: chat }, { do: 'allow' }],
    ['/consent allow', { from: { ...bob, is_bot: true } }, { do: 'allow' }],
  ];
  for (const [text, original, wanted] of people) {
    test(`says who is meant: ${text} ${JSON.stringify(Object.keys(original))}`, () => {
      assert.deepEqual(read(text, reply(original)), wanted);
    });
  }
});
