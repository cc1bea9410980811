import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { escaped } from '../../../src/bots/discord/show/escaped.ts';
import { split } from '../../../src/bots/discord/show/split.ts';
import { parseDiscordMarkup } from '../../../src/text/markup/discord-rules.ts';

/** As somebody who reads it in Discord sees it; undefined where anything in it became markup. */
function shown(source: string): string | undefined {
  const nodes = parseDiscordMarkup(source);
  const texts = nodes.map(({ type, content }) => ({ text: content, newline: '\n', br: '\n' })[type as string]);
  return texts.every(text => typeof text === 'string') ? texts.join('') : undefined;
}

describe('escaped text', () => {
  for (const hostile of [
    '*bold* _it_ __under__ ~~gone~~ ||hidden|| `code` ```block```',
    '<@1234567890123456> <@&1234567890123456> <#1234567890123456> @everyone @here',
    '<:smile:1234567890123456> <t:1700000000:R> </say:1234567890123456>',
    '# heading\n## two\n-# small\n> quote\n>>> all\n- item\n+ item\n* item\n1. first',
    '[text](https://evil.example) https://evil.example <https://evil.example> discord://x',
    'back\\slash \\* \\\\ trailing \\',
    'Ada_the_*great*',
    '¯\\_(ツ)_/¯',
  ]) {
    test(JSON.stringify(hostile), () => assert.equal(shown(escaped(hostile)), hostile));
  }

  test('of any kind is shown as it is, and nothing of it is markup', () => {
    const pieces = fc.constantFrom(
      ...['*', '_', '~', '|', '`', '<', '>', '@', '#', '-', '+', '\\', '[', ']', '(', ')', ':', '/', '!', '&', '.', '1', '12'],
      ...[
        'https',
        'http',
        'everyone',
        'here',
        't',
        'a',
        'b',
        ' ',
        '\n',
        'é',
        '漢',
        '@everyone',
        '<@12345678901234567>',
        '://x.y',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 24 }), parts => {
        const text = parts.join('').trim();
        fc.pre(text !== '');
        assert.equal(shown(escaped(text))?.replace(/\s+/g, ' '), text.replace(/\s+/g, ' '), JSON.stringify(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('leaves what people read untouched', () => {
    for (const plain of ['Try /say with a text.', '“Ada” (en, 2 recordings)', '· Noise (3 dB): move.', 'a-b, 1.5, 50 %, 12:30'])
      assert.equal(escaped(plain), plain);
  });
});

describe('long text', () => {
  test('is split between lines, and nothing is lost', () => {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index} of a long answer`);
    const pieces = split(lines.join('\n'));
    assert.ok(pieces.length > 2 && pieces.every(piece => piece.length <= 2000));
    assert.deepEqual(pieces.join('\n').split('\n'), lines);
  });

  test('without blanks is cut between characters, and never behind a backslash that escapes', () => {
    for (const unit of ['x', '漢', '😀', '\\*', '\\\\']) {
      const text = unit.repeat(3_000);
      const pieces = split(text, 2001);
      assert.equal(pieces.join(''), text);
      for (const piece of pieces) assert.equal(piece.length % unit.length, 0, unit);
    }
  });

  test('that is short is one piece, and nothing is none', () => {
    assert.deepEqual(split('hello'), ['hello']);
    assert.deepEqual(split(''), []);
  });
});
