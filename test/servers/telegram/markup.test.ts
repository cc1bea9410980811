import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFormattedText } from './entities/formatted-text.ts';
import { findEntities } from './entities/found.ts';

/** "bold 0+4" for each entity, with what it carries. */
const read = (text: string, parseMode: string, entities: unknown = undefined) => {
  const ada = { id: 5_000_000_001, is_bot: false, first_name: 'Ada' };
  const formatted = readFormattedText({ text, parseMode, entities, findUser: id => (id === ada.id ? ada : undefined) });
  const shown = formatted.entities.map(({ type, offset, length, url, language, custom_emoji_id: emoji, user }) =>
    [`${type} ${offset}+${length}`, url ?? language ?? emoji ?? user?.first_name].filter(Boolean).join(' '),
  );
  return [formatted.text, ...shown];
};

const accepted: readonly (readonly [mode: string, source: string, text: string, ...entities: string[]])[] = [
  ['', 'plain', 'plain'],
  [
    '',
    '  /say hi to @ada_l and https://a.example.com/x, ok  ',
    '/say hi to @ada_l and https://a.example.com/x, ok',
    'bot_command 0+4',
    'mention 11+6',
    'url 22+23',
  ],
  ['HTML', '<b>a</b> <I>b</I> <u>c</u> <s>d</s>', 'a b c d', 'bold 0+1', 'italic 2+1', 'underline 4+1', 'strikethrough 6+1'],
  ['html', '<b>a <i>b</i></b>', 'a b', 'bold 0+3', 'italic 2+1'],
  ['HTML', '&lt;b&gt; &amp; &quot;&#33;&#x1F600;&nbsp;', '<b> & "!😀&nbsp;'],
  ['HTML', '<a href="https://example.com/?a=1&amp;b=2">x</a>', 'x', 'text_link 0+1 https://example.com/?a=1&b=2'],
  ['HTML', '<a href="tg://user?id=5000000001">Ada</a>', 'Ada', 'text_mention 0+3 Ada'],
  ['HTML', '<a href="tg://user?id=7">Nobody</a>', 'Nobody'],
  ['HTML', '<pre><code class="language-ts">let a</code></pre>', 'let a', 'pre 0+5 ts'],
  ['HTML', '<code class="language-ts">a</code><pre>b</pre>', 'ab', 'code 0+1', 'pre 1+1'],
  ['HTML', '😀<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', '😀ab', 'spoiler 2+1', 'spoiler 3+1'],
  ['HTML', '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', '👍', 'custom_emoji 0+2 5368324170671202286'],
  [
    'HTML',
    '<blockquote>a</blockquote><blockquote expandable>b</blockquote>',
    'ab',
    'blockquote 0+1',
    'expandable_blockquote 1+1',
  ],
  ['HTML', '<b></b>x', 'x'],
  ['HTML', '  <b> x </b> ', ' x', 'bold 0+2'],
  [
    'MarkdownV2',
    '*a* _b_ __c__ ~d~ ||e|| `f`',
    'a b c d e f',
    'bold 0+1',
    'italic 2+1',
    'underline 4+1',
    'strikethrough 6+1',
    'spoiler 8+1',
    'code 10+1',
  ],
  ['MarkdownV2', '*a _b_*', 'a b', 'bold 0+3', 'italic 2+1'],
  ['MarkdownV2', '1\\.5 \\> 1\\!', '1.5 > 1!'],
  ['MarkdownV2', '```ts\nlet a.b!\n```', 'let a.b!', 'pre 0+8 ts'],
  ['MarkdownV2', '[x\\]](https://example.com/\\)a)', 'x]', 'text_link 0+2 https://example.com/)a'],
  ['MarkdownV2', '![👍](tg://emoji?id=5368324170671202286)', '👍', 'custom_emoji 0+2 5368324170671202286'],
  ['MarkdownV2', '>a\n>*b*\nc', 'a\nb\nc', 'blockquote 0+3', 'bold 2+1'],
  ['MarkdownV2', '>a\n>b||', 'a\nb', 'expandable_blockquote 0+3'],
  [
    'Markdown',
    '*a* _b_ `c*` [d](https://example.com/) \\*',
    'a b c* d *',
    'bold 0+1',
    'italic 2+1',
    'code 4+2',
    'text_link 7+1 https://example.com/',
  ],
  ['Markdown', 'a < b & c > d!', 'a < b & c > d!'],
];

for (const [mode, source, ...expected] of accepted) {
  test(`${mode || 'plain'} is read: ${JSON.stringify(source)}`, () => assert.deepEqual(read(source, mode), expected));
}

const refused: readonly (readonly [mode: string, source: string, description: string])[] = [
  ['HTML', '<b>a', 'Can\'t find end tag corresponding to start tag "b"'],
  ['HTML', 'é<p>a</p>', 'Unsupported start tag "p" at byte offset 2'],
  ['HTML', 'a</b>', 'Unexpected end tag at byte offset 1'],
  ['HTML', '<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
  ['HTML', 'a <b', 'Unclosed start tag at byte offset 2'],
  ['HTML', '<b>a</b', 'Unclosed end tag at byte offset 4'],
  ['HTML', 'I <3 you', 'Unsupported start tag "3" at byte offset 2'],
  ['HTML', '<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ['HTML', '<tg-emoji emoji-id="x">a</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ['MarkdownV2', '1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
  ['MarkdownV2', 'a > b', "Character '>' is reserved and must be escaped with the preceding '\\'"],
  ['MarkdownV2', 'é *a', "Can't find end of Bold entity at byte offset 3"],
  ['MarkdownV2', '[a](https://example.com', "Can't find end of a URL at byte offset 4"],
  ['MarkdownV2', '![a]', 'The entity must contain a tg://emoji or tg://time URL'],
  ['Markdown', 'snake_case', "Can't find end of the entity starting at byte offset 5"],
];

for (const [mode, source, description] of refused) {
  test(`${mode} is refused: ${JSON.stringify(source)}`, () => {
    assert.throws(() => read(source, mode), { code: 400, message: `Bad Request: can't parse entities: ${description}` });
  });
}

test('entities that a bot names are kept, but for those the service finds itself', () => {
  const entities = [
    { type: 'text_link', offset: 4, length: 2, url: 'https://example.com/' },
    { type: 'bold', offset: 0, length: 3 },
    { type: 'mention', offset: 0, length: 3 },
    { type: 'italic', offset: 5, length: 500 },
  ];
  assert.deepEqual(read('abc de', '', entities), ['abc de', 'bold 0+3', 'text_link 4+2 https://example.com/', 'italic 5+1']);
});

test('spaces at both ends go, and places move with them', () => {
  assert.deepEqual(read(' \n a😀b\r\n ', '', [{ type: 'bold', offset: 4, length: 3 }]), ['a😀b', 'bold 1+3']);
});

test('a client finds what people write plainly', () => {
  const found = (text: string) =>
    findEntities(text).map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`);
  assert.deepEqual(found('/clone@SomeBot please'), ['bot_command /clone@SomeBot']);
  assert.deepEqual(found('and/or 1/2 http://a.com/b //x'), ['url http://a.com/b']);
  assert.deepEqual(found('mail ada@example.com or @ada #voice $USD'), [
    'email ada@example.com',
    'mention @ada',
    'hashtag #voice',
    'cashtag $USD',
  ]);
  assert.deepEqual(found('see example.com.'), ['url example.com']);
});
