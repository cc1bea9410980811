import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { freeName } from '../../src/commands/free-name.ts';
import { cleanName } from '../../src/voices/name.ts';
import { createWorld, eve, personOf } from '../abuse/world.ts';
import { requestFor } from './requests.ts';

describe('the name of a voice whose owner gave none', () => {
  const cases: readonly [what: string, person: string, taken: readonly string[], name: string][] = [
    ['is their own', 'Ada', [], 'Ada'],
    ['is their own, in any script', 'Ада', [], 'Ада'],
    ['loses the sign of a mention', '@x', [], 'x'],
    ['loses emoji that are joined by invisible signs', 'Ada ❤️ 👩‍💻', [], 'Ada'],
    ['loses what looks like a path', '../Ada/etc', [], 'Ada etc'],
    ['loses signs of text formatting', '**Ada**', [], 'Ada'],
    ['loses half an emoji', 'Ada \ud83d', [], 'Ada'],
    ['is "voice" for emoji alone', '🦊🦊', [], 'voice'],
    ['is "voice" for no name', '', [], 'voice'],
    ['is "voice" for letters of several alphabets', 'A\u0434a', [], 'voice'],
    ['is "voice" for a name that computers keep', 'con', [], 'voice'],
    ['is "voice" for a mention of everybody', '@everyone', [], 'voice'],
    ['gets a number where it is taken', 'Ada', ['Ada'], 'Ada 2'],
    ['gets the next number', 'Ada', ['Ada', 'Ada 2'], 'Ada 3'],
    ['gets a number where one looks the same', 'Ada', ['\u0410d\u0430'], 'Ada 2'],
    ['gets a number where one is written with signs between', 'Ada Lo', ['ada-l0'], 'Ada Lo 2'],
    ['gets a number where one is written with accents', 'Ada', ['Ádà'], 'Ada 2'],
    ['skips a number that looks the same', 'Ada', ['Ada', 'Ada2'], 'Ada 3'],
    ['gets a number after "voice" as well', '🦊', ['Voice'], 'voice 2'],
    ['is cut so that a number has room', 'a'.repeat(60), ['a'.repeat(28)], `${'a'.repeat(28)} 2`],
  ];
  for (const [what, person, taken, name] of cases) {
    test(what, () => {
      assert.equal(freeName(person, taken), name);
      assert.equal(cleanName(name), name);
    });
  }
});

test('/clone without a name gives everybody a sentence to read, whatever they are called', async () => {
  await using world = await createWorld();
  for (const name of ['@x', '🦊', 'A\u0434a']) {
    const person = { ...personOf(eve), name };
    const [notice] = await world.send(requestFor('clone', { person }));
    assert.ok(notice?.kind === 'text');
    const [challenge] = await world.send(requestFor('', { person, action: notice.buttons![0]!.action }));
    assert.equal(challenge?.kind, 'challenge');
  }
});
