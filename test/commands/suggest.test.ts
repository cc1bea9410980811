import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maximumSuggestions, suggest } from '../../src/commands/suggest.ts';
import type { Voice, Voices } from '../../src/voices/voices.ts';
import { requestFor } from './requests.ts';

const voiceOf = (owner: string, name: string) => ({ id: `id of ${name} of ${owner}`, owner, name }) as Voice;
const own = voiceOf('console:ada', 'Robin');
const shared = [voiceOf('console:bob', 'Robin'), voiceOf('console:bob', 'Old Robin'), voiceOf('console:bob', 'Jay')];
const voices = { usable: async () => [own, ...shared], owned: async () => [own] } as unknown as Voices;
const directory = { personName: () => 'Bob', placeName: () => undefined, roleName: () => undefined };
const request = requestFor('say', { directory });

test('a menu of voices shows those that may be used here, the best match first, and tells two of one name apart', async () => {
  assert.deepEqual(await suggest({ kind: 'voice' }, 'ROB', { request, voices }), [
    { label: 'Robin', value: own.id },
    { label: 'Robin (Bob)', value: shared[0]!.id },
    { label: 'Old Robin', value: 'Old Robin' },
  ]);
});

test('a menu of own voices shows no others', async () => {
  assert.deepEqual(await suggest({ kind: 'voice', owned: true }, '', { request, voices }), [{ label: 'Robin', value: 'Robin' }]);
});

test('a menu has at most 25 entries', async () => {
  const many = {
    usable: async () => Array.from({ length: 40 }, (_, index) => voiceOf('console:ada', `Voice ${index}`)),
  } as unknown as Voices;
  assert.equal((await suggest({ kind: 'voice' }, 'v', { request, voices: many })).length, maximumSuggestions);
});

test('a choice offers its words, other options nothing', async () => {
  assert.deepEqual(await suggest({ kind: 'choice', choices: ['note', 'file'] }, 'f', { request, voices }), [
    { label: 'file', value: 'file' },
  ]);
  assert.deepEqual(await suggest({ kind: 'text', maximumLength: 5 }, 'f', { request, voices }), []);
});
