import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DiscordNames, parseDiscord } from '../../src/text/markup/discord.ts';
import type { Node, RichText } from '../../src/text/rich-text.ts';
import { hostileText } from './hostile-text.ts';

const id = (last: number) => `12345678901234567${last}`;
const names: DiscordNames = {
  person: person => (person === id(1) ? 'Ada' : undefined),
  role: role => (role === id(2) ? 'Moderators' : undefined),
  channel: channel => (channel === id(3) ? 'general-chat' : undefined),
};
const text = (value: string): Node => ({ kind: 'text', text: value });
const span = (...children: Node[]): Node => ({ kind: 'span', block: false, children });
const block = (...children: Node[]): Node => ({ kind: 'span', block: true, children });

const rows: readonly (readonly [string, string, RichText])[] = [
  ['plain text', 'hello', [text('hello')]],
  [
    'bold, italics, underline, strike',
    '**b** *i* _j_ __u__ ~~s~~',
    [
      span(text('b')),
      text(' '),
      span(text('i')),
      text(' '),
      span(text('j')),
      text(' '),
      span(text('u')),
      text(' '),
      span(text('s')),
    ],
  ],
  ['nested styles', '**a *b***', [span(text('a '), span(text('b')))]],
  ['underscores inside words', 'snake_case_name a_b_ c', [text('snake_case_name a_b_ c')]],
  ['escaped signs', '\\*no\\* \\||x\\||', [text('*no* ||x||')]],
  ['the shrug', '¯\\_(ツ)_/¯', [text('¯\\_(ツ)_/¯')]],
  ['a spoiler with anything in it', '||a **b** `c` <@1>||', [{ kind: 'spoiler' }]],
  ['a spoiler over lines', '||a\n```\nx\n```\n||b', [{ kind: 'spoiler' }, text('b')]],
  ['an open spoiler', '||a', [text('||a')]],
  ['inline code', '`a` ``b`c``', [{ kind: 'code', block: false }, text(' '), { kind: 'code', block: false }]],
  ['a code block', 'x ```js\nlet y\n``` z', [text('x '), { kind: 'code', block: true }, text(' z')]],
  ['headings and small print', '# A\n### B\n-# c\nd', [block(text('A')), block(text('B')), block(text('c')), text('d')]],
  ['a quote of lines', '> a\n> b\nc', [block(text('a\nb\n')), text('c')]],
  ['a quote to the end', 'x\n>>> a\nb', [text('x\n'), block(text('a\nb'))]],
  ['lists', '- a\n  * b\n2. c', [block(text('a')), block(text('b')), block(text('2: '), text('c'))]],
  ['no list inside a line', 'a - b * c 1. d', [text('a - b * c 1. d')]],
  ['a bare link', 'see https://e.com/a_b_c.', [text('see '), { kind: 'link', url: 'https://e.com/a_b_c' }, text('.')]],
  ['a link in angles', '<https://e.com>', [{ kind: 'link', url: 'https://e.com' }]],
  [
    'a masked link',
    '[a **b**](https://e.com)',
    [{ kind: 'link', url: 'https://e.com', children: [text('a '), span(text('b'))] }],
  ],
  [
    'a mention of a person',
    `<@${id(1)}> <@!${id(9)}>`,
    [{ kind: 'mention', of: 'person', name: 'Ada' }, text(' '), { kind: 'mention', of: 'person', name: undefined }],
  ],
  ['a mention of a role', `<@&${id(2)}>`, [{ kind: 'mention', of: 'role', name: 'Moderators' }]],
  ['a mention of a channel', `<#${id(3)}>`, [{ kind: 'mention', of: 'channel', name: 'general chat' }]],
  ['everyone and here', '@everyone @here', [{ kind: 'mention', of: 'everyone' }, text(' '), { kind: 'mention', of: 'here' }]],
  ['no mention in an address', 'me@here.example', [text('me@here.example')]],
  ['a slash command', `</say now:${id(4)}>`, [{ kind: 'mention', of: 'command', name: 'say now' }]],
  [
    'navigation',
    '<id:customize> <id:browse>',
    [
      { kind: 'mention', of: 'channel', name: 'Channels & Roles' },
      text(' '),
      { kind: 'mention', of: 'channel', name: 'Browse Channels' },
    ],
  ],
  [
    'custom emoji',
    `<:party_blob:${id(5)}><a:waveHi:${id(6)}>`,
    [
      { kind: 'custom-emoji', name: 'party_blob' },
      { kind: 'custom-emoji', name: 'waveHi' },
    ],
  ],
  [
    'Unicode emoji',
    'a👨‍👩‍👧🏽🇩🇪1️⃣❤',
    [text('a'), ...['👨‍👩‍👧🏽', '🇩🇪', '1️⃣', '❤'].map((unicode): Node => ({ kind: 'emoji', unicode }))],
  ],
  [
    'timestamps',
    '<t:1700000000:R> <t:5>',
    [
      { kind: 'timestamp', epochSeconds: 1_700_000_000, style: 'R' },
      text(' '),
      { kind: 'timestamp', epochSeconds: 5, style: 'f' },
    ],
  ],
  ['a timestamp beyond all calendars', '<t:99999999999999999999>', []],
];
for (const [name, source, expected] of rows) {
  test(`reads ${name}`, () => assert.deepEqual(parseDiscord(source, names), expected));
}

test('a look-up that fails costs the name alone', () => {
  const broken = () => {
    throw new Error('cache is gone');
  };
  assert.deepEqual(parseDiscord(`<@${id(1)}> <#${id(3)}>`, { person: broken, role: broken, channel: broken }), [
    { kind: 'mention', of: 'person', name: undefined },
    text(' '),
    { kind: 'mention', of: 'channel', name: undefined },
  ]);
});

test('deep and endless markup is survived', () => {
  for (const part of ['*', '_', '__', '**a', '~~a', '[a](', '> ', '||', '`', '<', '<@', '- ', '# ', '[', '\n', '***a_', '>>> '])
    parseDiscord(part.repeat(5000 / part.length), names);
});

const torn: readonly string[] = [
  '- a ||b\nSECRET||',
  '**a ||b** SECRET||',
  '# a ||b\nSECRET||',
  '> a ||b\nSECRET||',
  '~~a ||b~~ SECRET||',
];
for (const source of torn) {
  test(`a spoiler is not torn in ${JSON.stringify(source)}`, () => {
    assert.doesNotMatch(JSON.stringify(parseDiscord(source, names)), /SECRET/u);
  });
}

test('what a spoiler hides is in no node', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (before, inside) => {
      const open = before.replace(/[`|\\[<]|http/gu, '');
      const source = `${open} ||${inside.replaceAll('|', '')}SECRET||`;
      assert.doesNotMatch(JSON.stringify(parseDiscord(source, names)), /SECRET/u);
    }),
    { numRuns: 500 },
  );
});

test('any text is read', () => {
  fc.assert(
    fc.property(hostileText, source => Array.isArray(parseDiscord(source, names))),
    { numRuns: 500 },
  );
});
