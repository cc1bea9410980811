import assert from 'node:assert/strict';
import { test } from 'node:test';
import { espeakLanguages } from '../../../src/engine/reading/languages.ts';
import { passages, requirePassage } from '../../../src/engine/reading/passages.ts';
import { phoneClass } from '../../../src/engine/reading/phones.ts';
import { sharedReader } from '../mynah/person.ts';
import { refusal } from '../support.ts';

test('every language of the list is read aloud', async () => {
  const reader = await sharedReader();
  for (const language of espeakLanguages) {
    const { phones } = reader.read('Anna 1 2 3 Анна', language);
    assert.ok(phones.filter(({ ipa }) => ipa !== '').length >= 3, language);
  }
});

test('regions fall back on their language', async () => {
  const reader = await sharedReader();
  const names = (language: string) =>
    reader
      .read('42', language)
      .phones.map(({ ipa }) => ipa)
      .join(' ');
  for (const [region, language] of [
    ['de-AT', 'de'],
    ['zh-CN', 'zh'],
    ['fa-IR', 'fa'],
    ['no', 'nb'],
  ] as const)
    assert.equal(names(region), names(language), region);
  assert.throws(() => reader.read('x', 'tlh-Nope'), refusal('language-unknown'));
});

test('each passage sounds every class of phones, in some twenty seconds', async () => {
  const reader = await sharedReader();
  for (const [language, sentences] of Object.entries(passages)) {
    const readings = sentences.map(sentence => reader.read(sentence, language));
    const classes = new Set(readings.flatMap(({ phones }) => phones.map(({ ipa }) => phoneClass(ipa))));
    for (const needed of ['vowel', 'stop', 'fricative', 'nasal', 'approximant'] as const)
      assert.ok(classes.has(needed), language);
    const names = new Set(readings.flatMap(({ phones }) => phones.map(({ ipa }) => ipa)));
    assert.ok(names.size >= 25, `${language} has ${names.size} phones`);
    const seconds = readings.reduce((sum, { audio }) => sum + audio.samples.length / audio.sampleRateHz, 0);
    assert.ok(seconds > 18 && seconds < 60, `${language} takes ${seconds} s`);
  }
});

test('a language without a passage needs words', () => {
  assert.throws(() => requirePassage('fi'), refusal('transcript-missing'));
  assert.equal(requirePassage('en-GB'), passages.en);
});
