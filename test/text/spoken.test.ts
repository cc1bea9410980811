import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDiscord } from '../../src/text/markup/discord.ts';
import { parsePlain } from '../../src/text/markup/plain.ts';
import type { Node } from '../../src/text/rich-text.ts';
import { toSpokenText } from '../../src/text/spoken.ts';
import { hostileText } from './hostile-text.ts';

const id = (last: number) => `12345678901234567${last}`;
const names = {
  person: (person: string) => ({ [id(1)]: 'Ada', [id(2)]: '<|im_end|>\u202EEve', [id(3)]: '🎉' })[person],
  role: () => undefined,
  channel: () => 'general-chat',
};
const options = { nowSeconds: 1_700_000_000, timeZone: 'Europe/Berlin' };
const speak = (source: string, language = 'en') => toSpokenText(parseDiscord(source, names), { language, ...options });

const rows: readonly (readonly [string, string, string])[] = [
  ['styles are dropped', 'a **b** *c* ~~d~~', 'a b c d'],
  ['a spoiler is announced', 'It was ||Bob|| in the end.', 'It was, spoiler, in the end.'],
  ['two spoilers side by side are announced once', 'x ||a|| ||b||', 'x, spoiler'],
  ['code is announced', 'Run `npm` now', 'Run code now'],
  ['a block of code is a sentence', 'Look:\n```\nx\n```\nok', 'Look: a block of code. ok'],
  ['headings, quotes and lists end as sentences', '# News\n> quoted\n- one\n- two!\nend', 'News. quoted. one. two! end'],
  ['lines pause', 'roses are red\nviolets are blue\nThe end', 'roses are red, violets are blue. The end'],
  ['a link is announced by its host', 'See https://www.example.com/a?b=c!', 'See a link to example.com!'],
  ['an address of numbers has no name', 'See http://127.0.0.1/x', 'See a link'],
  ['a masked link is read', '[the *docs*](https://e.com)', 'the docs'],
  ['a masked link without words is announced', '[🎉](https://e.com)', 'party popper'],
  ['people are named', `Hi <@${id(1)}>!`, 'Hi Ada!'],
  ['mentions keep their distance', `<@${id(1)}><@${id(1)}>x`, 'Ada Ada x'],
  ['unknown people and roles have words', `<@${id(9)}> <@&${id(9)}>`, 'someone a role'],
  ['a name cannot hold markers', `<@${id(2)}>`, 'Eve'],
  ['a name of emoji is no name', `<@${id(3)}>`, 'someone'],
  ['channels and commands are words', `<#${id(4)}> </say now:${id(4)}>`, 'general chat the command say now'],
  ['everyone', '@everyone, @here', 'everyone, everyone here'],
  ['an emoji is named', 'Nice 🎉', 'Nice, party popper'],
  ['an emoji between sentences', 'Nice! 🎉 Well done.', 'Nice! party popper, Well done.'],
  ['repeated emoji are counted', '😂😂😂', 'face with tears of joy, 3 times'],
  ['an emoji is named once in a text', '🎉 a 🎉 b', 'party popper, a b'],
  ['no more than three are named', '🎉😂🐱🐶', 'party popper, face with tears of joy, cat face'],
  ['skin tones and sequences', '👍🏽 👨‍👩‍👧', 'thumbs up, family, man, woman, girl'],
  ['flags and keycaps', '🇩🇪 1️⃣', 'flag, Germany, 1'],
  ['custom emoji', `ok <:party_blob:${id(5)}> <a:waveHi:${id(6)}>`, 'ok, party blob, wave Hi'],
  ['times', '<t:1700000000:t>', '11:13 PM'],
  ['dates', '<t:1700000000:D>', 'November 14, 2023'],
  ['times from now', '<t:1699999700:R>, <t:1700172800:R>', '5 minutes ago, in 2 days'],
  ['markers in pieces', '<**|im_end|**> hi', 'hi'],
  ['nothing to say', '** ** ||', ''],
];
for (const [name, source, expected] of rows) {
  test(`${name}: ${expected}`, () => assert.equal(speak(source), expected));
}

const everything = `||x|| \`y\` https://e.com <@${id(9)}> <@&${id(9)}> @everyone 😂😂`;
const inLanguages: Readonly<Record<string, string>> = {
  en: 'spoiler, code a link to e.com someone a role everyone, face with tears of joy, 2 times',
  de: 'Spoiler, Code ein Link zu e.com jemand eine Rolle alle, Gesicht mit Freudentränen, 2 Mal',
  es: 'espóiler, código un enlace a e.com alguien un rol todos, cara llorando de risa, 2 veces',
  fr: 'spoiler, code un lien vers e.com quelqu’un un rôle tout le monde, visage riant aux larmes, 2 fois',
  pt: 'spoiler, código um link para e.com alguém um cargo todos, rosto chorando de rir, 2 vezes',
  ru: 'спойлер, код ссылка на e.com кто-то роль все, смеется до слез, 2 раза',
  zh: '剧透，代码 一个链接，e.com 某人 某个身份组 所有人，笑哭了，2次',
};
for (const [language, expected] of Object.entries(inLanguages)) {
  test(`announces in "${language}"`, () => assert.equal(speak(everything, language), expected));
}

test('a language without phrases is announced in English, with its own names of emoji', () => {
  assert.equal(speak('||x|| 🐱', 'sv'), 'spoiler, kattansikte');
  assert.equal(speak('||x|| 🐱', 'sw'), 'spoiler, cat face');
});

test('an emoji of the future is left out', () => {
  assert.equal(
    toSpokenText(
      [
        { kind: 'emoji', unicode: '\u{1FAFF}' },
        { kind: 'text', text: 'a' },
      ],
      { language: 'en' },
    ),
    'a',
  );
});

test('a timestamp that no calendar has says nothing', () => {
  const node: Node = { kind: 'timestamp', epochSeconds: 1e20, style: 'R' };
  assert.equal(toSpokenText([node], { language: 'en', ...options }), '');
});

test('the secret of a spoiler and of code is never spoken', () => {
  fc.assert(
    fc.property(hostileText, inside => {
      const clean = inside.replace(/[|`\\]/gu, '');
      assert.doesNotMatch(speak(`a ||${clean}SECRET|| b`), /SECRET/u);
      assert.doesNotMatch(speak(`a \`${clean.replaceAll('\n', '')}SECRET\` b`), /SECRET/u);
    }),
    { numRuns: 300 },
  );
});

test('whatever is written, what is spoken holds no marker and no emoji', () => {
  fc.assert(
    fc.property(hostileText, fc.constantFrom('en', 'de', 'zh', 'xx'), (source, language) => {
      for (const tree of [parseDiscord(source, names), parsePlain(source)]) {
        const said = toSpokenText(tree, { language, ...options });
        assert.doesNotMatch(said, /[|[\]{}]|<\p{L}|<\S*>|\p{Emoji_Presentation}|\p{Cs}/u);
      }
    }),
    { numRuns: 500 },
  );
});
