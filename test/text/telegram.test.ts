import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePlain } from '../../src/text/markup/plain.ts';
import { parseTelegram, type TelegramEntity, type TelegramNames } from '../../src/text/markup/telegram.ts';
import type { Node, RichText } from '../../src/text/rich-text.ts';
import { hostileText } from './hostile-text.ts';

const names: TelegramNames = {
  person: id => (id === '7' ? 'Ada' : undefined),
  username: name => (name === 'ada' ? 'Ada' : undefined),
};
const text = (value: string): Node => ({ kind: 'text', text: value });
const span = (...children: Node[]): Node => ({ kind: 'span', block: false, children });
const block = (...children: Node[]): Node => ({ kind: 'span', block: true, children });
const entity = (type: string, offset: number, length: number, more: Partial<TelegramEntity> = {}): TelegramEntity => ({
  type,
  offset,
  length,
  ...more,
});

const rows: readonly (readonly [string, string, readonly TelegramEntity[], RichText])[] = [
  ['no entities', 'hello', [], [text('hello')]],
  ['bold', 'a b c', [entity('bold', 2, 1)], [text('a '), span(text('b')), text(' c')]],
  ['nested entities', 'abcd', [entity('bold', 0, 4), entity('italic', 1, 2)], [span(text('a'), span(text('bc')), text('d'))]],
  [
    'nested entities in the other order',
    'abcd',
    [entity('italic', 1, 2), entity('bold', 0, 4)],
    [span(text('a'), span(text('bc')), text('d'))],
  ],
  ['adjacent entities', 'ab', [entity('bold', 0, 1), entity('italic', 1, 1)], [span(text('a')), span(text('b'))]],
  [
    'offsets in UTF-16 behind emoji',
    '😀😀 x',
    [entity('spoiler', 5, 1)],
    [{ kind: 'emoji', unicode: '😀' }, { kind: 'emoji', unicode: '😀' }, text(' '), { kind: 'spoiler' }],
  ],
  [
    'overlapping entities',
    'abcd',
    [entity('bold', 0, 3), entity('italic', 2, 2)],
    [span(text('ab'), span(text('c'))), span(text('d'))],
  ],
  [
    'an overlapping spoiler',
    'abcd',
    [entity('bold', 0, 3), entity('spoiler', 2, 2)],
    [span(text('ab'), { kind: 'spoiler' }), { kind: 'spoiler' }],
  ],
  ['a spoiler as long as the bold text', 'ab', [entity('bold', 0, 2), entity('spoiler', 0, 2)], [{ kind: 'spoiler' }]],
  [
    'entities out of range',
    'ab',
    [entity('bold', 1, 99), entity('bold', 50, 2), entity('bold', -1, 2), entity('bold', 0, -3)],
    [span(text('a')), span(text('b'))],
  ],
  ['numbers that are none', 'ab', [entity('bold', Number.NaN, 1), entity('bold', 0.5, 1)], [text('ab')]],
  [
    'code and blocks of code',
    'a b c',
    [entity('code', 0, 1), entity('pre', 4, 1)],
    [{ kind: 'code', block: false }, text(' b '), { kind: 'code', block: true }],
  ],
  [
    'quotes',
    'a b',
    [entity('blockquote', 0, 1), entity('expandable_blockquote', 2, 1)],
    [block(text('a')), text(' '), block(text('b'))],
  ],
  [
    'links',
    'e.com x',
    [entity('url', 0, 5), entity('text_link', 6, 1, { url: 'https://f.com' })],
    [{ kind: 'link', url: 'e.com' }, text(' '), { kind: 'link', url: 'https://f.com', children: [text('x')] }],
  ],
  [
    'mentions',
    '@ada @some_one Bob',
    [entity('mention', 0, 4), entity('mention', 5, 9), entity('text_mention', 15, 3, { user: { id: 7, first_name: 'B' } })],
    [
      { kind: 'mention', of: 'person', name: 'Ada' },
      text(' '),
      { kind: 'mention', of: 'person', name: 'some one' },
      text(' '),
      { kind: 'mention', of: 'person', name: 'Ada' },
    ],
  ],
  ['a command', '/say@bot x', [entity('bot_command', 0, 8)], [{ kind: 'mention', of: 'command', name: 'say' }, text(' x')]],
  ['custom emoji', '🎉', [entity('custom_emoji', 0, 2)], [{ kind: 'emoji', unicode: '🎉' }]],
  [
    'what is read as it stands',
    '#a $B +1 a@b.c',
    [entity('hashtag', 0, 2), entity('cashtag', 3, 2), entity('phone_number', 6, 2), entity('email', 9, 5)],
    [span(text('#a')), text(' '), span(text('$B')), text(' '), span(text('+1')), text(' '), span(text('a@b.c'))],
  ],
  ['a kind of the future', 'ab', [entity('sparkle', 0, 1), entity('constructor', 1, 1)], [span(text('a')), span(text('b'))]],
];
for (const [name, source, entities, expected] of rows) {
  test(`reads ${name}`, () => assert.deepEqual(parseTelegram(source, entities, names), expected));
}

function lettersOf(tree: RichText): string {
  return tree.map(node => (node.kind === 'text' ? node.text : node.kind === 'span' ? lettersOf(node.children) : '')).join('');
}

const anyEntities = (types: readonly string[]) =>
  fc.array(
    fc.record({
      type: fc.constantFrom(...types),
      offset: fc.integer({ min: -3, max: 30 }),
      length: fc.integer({ min: -1, max: 30 }),
    }),
    { maxLength: 12 },
  );

test('whatever the entities are, no letter is lost or doubled', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abcdefg \n'), maxLength: 30 }),
      anyEntities(['bold', 'italic', 'hashtag', 'blockquote']),
      (source, entities) => {
        assert.equal(lettersOf(parseTelegram(source, entities, names)), source);
      },
    ),
  );
});

test('whatever overlaps it, no letter of a spoiler is shown', () => {
  const types = [
    'bold',
    'spoiler',
    'code',
    'pre',
    'url',
    'mention',
    'text_link',
    'text_mention',
    'custom_emoji',
    'bot_command',
    'blockquote',
  ];
  fc.assert(
    fc.property(anyEntities(types), fc.integer({ min: 0, max: 19 }), (entities, offset) => {
      const source = `${'a'.repeat(offset)}S${'a'.repeat(20 - offset)}`;
      assert.doesNotMatch(JSON.stringify(parseTelegram(source, [...entities, entity('spoiler', offset, 1)], names)), /S/u);
    }),
    { numRuns: 500 },
  );
});

test('a look-up that fails costs the name alone', () => {
  const broken = () => {
    throw new Error('cache is gone');
  };
  const tree = parseTelegram('@a_b Bob', [entity('mention', 0, 4), entity('text_mention', 5, 3)], {
    person: broken,
    username: broken,
  });
  assert.deepEqual(tree, [
    { kind: 'mention', of: 'person', name: 'a b' },
    text(' '),
    { kind: 'mention', of: 'person', name: 'Bob' },
  ]);
});

const plain: readonly (readonly [string, string, RichText])[] = [
  [
    'links and emoji',
    'see www.e.com/x 🎉',
    [text('see '), { kind: 'link', url: 'http://www.e.com/x' }, text(' '), { kind: 'emoji', unicode: '🎉' }],
  ],
  ['file names and missing spaces', 'read.me ok.so main.rs', [text('read.me ok.so main.rs')]],
  ['e-mail addresses', 'a@example.com', [text('a@example.com')]],
  ['markup', '**a** ||b|| `c`', [text('**a** ||b|| `c`')]],
  ['signs that are emoji only on request', '© ™ 1 # ©️', [text('© ™ 1 # '), { kind: 'emoji', unicode: '©️' }]],
];
for (const [name, source, expected] of plain) {
  test(`plain text: ${name}`, () => assert.deepEqual(parsePlain(source), expected));
}

test('plain text keeps every sign that is no link', () => {
  fc.assert(
    fc.property(hostileText, source => {
      const said = parsePlain(source).map(node =>
        node.kind === 'text' ? node.text : node.kind === 'emoji' ? node.unicode : '\u0000',
      );
      if (!said.includes('\u0000')) assert.equal(said.join(''), source);
    }),
  );
});
