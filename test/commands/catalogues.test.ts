import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogues, languageFor, textsIn } from '../../src/commands/catalogues.ts';
import type { AnyCommand } from '../../src/commands/command.ts';
import { describeCommand, describeFile, describeOption, describePart, maximumDescription } from '../../src/commands/describe.ts';
import { commands } from '../../src/commands/index.ts';
import type { OptionSpec } from '../../src/commands/options.ts';
import { refusalCodes } from '../../src/commands/texts/refusal-codes.ts';
import { Refusal } from '../../src/errors.ts';

/** What a message asks for: {name}, {count, plural, ...}; found in the parsed message, so that text in quotes does not count. */
function variablesOf(message: string, language: string): string[] {
  const found = new Set<string>();
  const walk = (nodes: readonly unknown[]): void => {
    for (const node of nodes as readonly { type: number; value: string; options?: Record<string, { value: unknown[] }> }[]) {
      if (node.type !== 0 && node.type !== 7) found.add(node.value);
      for (const option of Object.values(node.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

const english = catalogues.en!.messages;

function partsOf({ options }: AnyCommand): string[] {
  const specs: OptionSpec[] = Object.values(options);
  return specs.flatMap(spec => (spec.kind === 'choice' ? Object.keys(spec.parts ?? {}) : []));
}

for (const [language, { messages, refusals }] of Object.entries(catalogues)) {
  describe(`the catalogue "${language}"`, () => {
    test('has every message, each with the variables of the English one', () => {
      assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
      for (const [id, message] of Object.entries(messages)) {
        const wanted = variablesOf(english[id as keyof typeof english], 'en');
        assert.deepEqual(variablesOf(message, language), wanted, `${language}: ${id}`);
      }
    });

    test('describes each command and option within 100 characters, buttons, titles and labels within 45, menus within 32', () => {
      const texts = textsIn(language);
      for (const command of commands) {
        const all = [
          describeCommand(command, texts),
          ...Object.keys(command.options).map(option => describeOption({ command, option }, texts)),
          ...partsOf(command).map(part => describePart({ command, part }, texts)),
          ...(command.takesFile ? [describeFile(command, texts)] : []),
        ];
        for (const text of all) assert.ok([...text].length <= maximumDescription, `${language}: ${[...text].length}: ${text}`);
      }
      for (const [id, text] of Object.entries(messages)) {
        const maximum = /^(?:button-|discord-.*(?:title|label)$)/.test(id) ? 45 : id.startsWith('menu-') ? 32 : undefined;
        if (maximum) assert.ok([...text].length <= maximum, `${language}: ${id}`);
      }
    });

    test('holds every message in its own words, with no plain apostrophe, which quotes', () => {
      for (const [id, message] of [...Object.entries(messages), ...Object.entries(refusals)]) {
        assert.ok(message.trim() !== '', id);
        assert.ok(!message.includes("'"), `${language}: ${id}`);
      }
    });

    if (language === 'en') return;
    test('words every refusal, and none that is unknown', () => {
      assert.deepEqual(Object.keys(refusals).sort(), [...refusalCodes].sort());
      for (const message of Object.values(refusals)) variablesOf(message, language);
    });
  });
}

test('a language is found by its tag, the first that there is', () => {
  assert.equal(languageFor('pt-BR'), 'pt');
  assert.equal(languageFor(undefined, 'zh_Hant_TW', 'de'), 'zh');
  assert.equal(languageFor('nl', undefined, 'FR'), 'fr');
  assert.equal(languageFor('nl', 'constructor'), 'en');
});

test('plurals follow the language', () => {
  assert.match(textsIn('ru').say('clone-challenge', { minutes: 3 }), /3 минуты/);
  assert.match(textsIn('ru').say('clone-challenge', { minutes: 5 }), /5 минут\./);
  assert.match(textsIn('de').say('clone-challenge', { minutes: 1 }), /1 Minute\./);
});

test('a refusal is told in the language, and in English where a value or the code is missing', () => {
  const known = new Refusal('policy-length', 'English words.', { values: { length: 7, maximum: 5 } });
  assert.match(textsIn('de').refusal(known), /7 Zeichen.* 5 erlaubt/);
  assert.equal(textsIn('en').refusal(known), 'English words.');
  assert.equal(textsIn('de').refusal(new Refusal('policy-length', 'English words.')), 'English words.');
  assert.equal(textsIn('de').refusal(new Refusal('never-heard-of', 'English words.')), 'English words.');
});

test('durations are said in the largest unit that fits', () => {
  const { duration } = textsIn('en');
  assert.deepEqual([0.42, 2.34, 90, 7200, 86_400 * 90].map(duration), [
    '0.4 seconds',
    '2.3 seconds',
    '90 seconds',
    '2 hours',
    '90 days',
  ]);
});

/** Who runs the bot meets these, at its start or on the command line; or only a file of a print that somebody gave by hand holds them. */
const notInChats = [
  /^(ledger|master-key|engine|verifier)-(url|in-use|missing|newer|older|conflict|corrupt|invalid|inside|open|unreadable|lost|unchecked|wrong|unknown)$/,
  /^(sherpa|ffmpeg|speech-models|file|reference)-missing$/,
  /^(file-(is-directory|unreadable)|output-unwritable)$/,
  /^(discord|telegram|shards|webhook)-/,
  /^port-taken$/,
  /^(checkpoint|checksum|disk|download|licence|model|provider|revision|threads)-/, // models on disk: doctor, models
  /^(button-gone|person-name|person-unknown|chat-unknown|message-long)$/, // the page of the playground speaks English
  /^voice-(not-a-print|container-version|format|truncated|too-large)$/,
  /^(seed-invalid|language-invalid|rate-out-of-range|bitrate-out-of-range)$/, // commands check their options before
];

test('every refusal that people meet in a chat is worded', () => {
  const source = fileURLToPath(new URL('../../src', import.meta.url));
  const thrown = ['bots', 'commands', 'consent', 'voices', 'jobs', 'engine', 'audio'].flatMap(folder =>
    readdirSync(join(source, folder), { recursive: true })
      .map(String)
      .filter(path => path.endsWith('.ts'))
      .flatMap(path => codesIn(readFileSync(join(source, folder, path), 'utf8'))),
  );
  const worded = new Set<string>(refusalCodes);
  assert.ok(thrown.length > 100);
  const missing = thrown.filter(code => !worded.has(code) && !notInChats.some(pattern => pattern.test(code)));
  assert.deepEqual([...new Set(missing)], []);
});

function codesIn(source: string): string[] {
  return [...source.matchAll(/(?:Refusal|refusal|fail)\((?:\w+, \w+, )?\s*'([a-z]+(?:-[a-z]+)*)'/g)].map(match => match[1]!);
}
