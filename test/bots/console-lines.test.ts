import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Line, parseLine, syntax } from '../../src/bots/console/parse-line.ts';
import { parseWords } from '../../src/bots/local/parse-words.ts';
import { createWorld } from '../../src/bots/local/world.ts';
import { commands } from '../../src/commands/index.ts';

describe('a line', () => {
  const cases: readonly [string, Line][] = [
    ['/say hello there', { kind: 'command', name: 'say', words: 'hello there', inBackground: false }],
    ['/say hello &', { kind: 'command', name: 'say', words: 'hello', inBackground: true }],
    ['/say this & that', { kind: 'command', name: 'say', words: 'this & that', inBackground: false }],
    ['/HELP', { kind: 'command', name: 'help', words: '', inBackground: false }],
    ['/as bob', { kind: 'as', person: 'bob' }],
    ['/in lab', { kind: 'in', place: 'lab' }],
    ['press 12', { kind: 'press', which: 12 }],
    ['press Keep everything', { kind: 'press', which: 'Keep everything' }],
    ['(voice a b.ogg)', { kind: 'voice', path: 'a b.ogg', forwarded: false }],
    ['/voice a.ogg', { kind: 'voice', path: 'a.ogg', forwarded: false }],
    ['(forwarded voice a.ogg)', { kind: 'voice', path: 'a.ogg', forwarded: true }],
    ['(voice a.ogg of bob)', { kind: 'voice', path: 'a.ogg', forwarded: false, of: 'bob' }],
    ['ada is admin of den', { kind: 'admin', person: 'ada', place: 'den', isAdmin: true }],
    ['ada is not admin of den', { kind: 'admin', person: 'ada', place: 'den', isAdmin: false }],
    ['bob has role friends in den', { kind: 'role', person: 'bob', role: 'friends', place: 'den', given: true }],
    ['bob loses role friends in den', { kind: 'role', person: 'bob', role: 'friends', place: 'den', given: false }],
    ['ada speaks pt-BR', { kind: 'speaks', person: 'ada', locale: 'pt-BR' }],
    ['ada joins the voice channel', { kind: 'channel', person: 'ada', isIn: true }],
    ['wait', { kind: 'wait' }],
    ['?', { kind: 'help' }],
    ['quit', { kind: 'quit' }],
    ['', { kind: 'nothing' }],
    ['# a remark', { kind: 'nothing' }],
    ['hello', { kind: 'unknown' }],
    ['press', { kind: 'unknown' }],
  ];
  for (const [text, wanted] of cases) test(JSON.stringify(text), () => assert.deepEqual(parseLine(text), { line: wanted }));

  test('can say who and where', () => {
    assert.deepEqual(parseLine('zoë@den-2> wait'), { person: 'zoë', place: 'den-2', line: { kind: 'wait' } });
    assert.deepEqual(parseLine('ada@den>').line, { kind: 'nothing' });
  });

  test('of each kind is explained', () => {
    for (const word of ['/as', '/in', '(voice', 'press', 'admin of', 'role', 'speaks', 'voice channel', 'wait', 'quit'])
      assert.ok(syntax.includes(word), word);
  });
});

describe('the words of a command', () => {
  const world = createWorld({ platform: 'console', locale: 'en' });
  const parse = (name: string, words: string) =>
    parseWords(
      words,
      commands.find(one => one.name === name),
      world,
    );

  test('fill the first free option, and name others', () => {
    const { options } = parse('say', 'Good morning: all of you voice:"My voice" as: file');
    assert.deepEqual(options, { text: [{ kind: 'text', text: 'Good morning: all of you' }], voice: 'My voice', as: 'file' });
  });

  test('a choice takes one word', () => {
    assert.deepEqual(parse('consent', 'allow person:@bob for:"30 days"').options, {
      do: 'allow',
      person: { kind: 'person', id: 'console:bob' },
      for: '30 days',
    });
    assert.deepEqual(parse('settings', 'block-phrase value:"purple elephant"').options, {
      do: 'block-phrase',
      value: 'purple elephant',
    });
  });

  test('a role and a file', () => {
    assert.deepEqual(parse('consent', 'allow role:Friends').options.role, { kind: 'role', id: 'friends' });
    assert.deepEqual(parse('verify', 'file:out/1-note.ogg'), { options: {}, file: 'out/1-note.ogg' });
  });

  test('what no option takes is handed on, so that it is refused by name', () => {
    assert.deepEqual(parse('skip', 'colour:red').options, { colour: 'red' });
    assert.deepEqual(parse('nothing', 'some words').options, { text: 'some words' });
  });
});
