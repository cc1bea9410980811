import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { demuxOggFile } from '../../../src/audio/ogg.ts';
import type { Person } from '../../servers/telegram/telegram-server.ts';
import { agreement, createStage, labelsOf, recording, type Stage } from './stage.ts';

describe('in a private chat', () => {
  let stage: Stage;
  let ada: Person;
  before(async () => {
    stage = await createStage();
    ada = stage.telegram.person({ firstName: 'Ada', lastName: 'Lovelace', username: 'ada' });
  });
  after(() => stage[Symbol.asyncDispose]());

  test('a newcomer gets from /start to the first voice note', async () => {
    const { privateChat: chat } = ada;
    ada.start();
    const hello = await chat.nextFromBot();
    assert.match(hello.text, /^Hello! I let your own voice speak\./);
    assert.deepEqual(labelsOf(hello), ['Clone my voice', 'What is kept', 'All commands']);

    ada.press(hello, 'Clone my voice');
    const notice = await chat.nextFromBot();
    assert.match(notice.text, /^Before your voice is cloned, please read this\./);
    ada.press(notice, agreement);
    const challenge = await chat.nextFromBot();
    const sentence = challenge.entities.find(({ type }) => type === 'blockquote')!;
    assert.match(challenge.text.slice(sentence.offset), /^.*My words are: \w+, \w+, \w+, \w+\.$/);

    ada.sendMedia(chat, { kind: 'voice', bytes: recording, durationSeconds: 23 });
    const card = await chat.waitFor(message => message.media?.kind === 'photo');
    assert.match(card.text, /^Your voice “Ada Lovelace” is ready\./);
    const sample = await chat.waitFor(message => message.id > card.id && message.media?.kind === 'voice');
    assert.equal(sample.text, 'AI voice “Ada Lovelace” of Ada Lovelace, requested by Ada Lovelace');
    const next = await chat.waitFor(message => message.text.startsWith('Try /say'));

    ada.send(chat, '/say Good morning, everyone!');
    const note = await chat.waitFor(message => message.id > next.id && message.isFromBot && message.media?.kind === 'voice');
    assert.deepEqual(labelsOf(note), ['Report']);
    const { isComplete, durationSeconds } = demuxOggFile(note.media!.bytes);
    assert.ok(isComplete);
    assert.equal(note.media!.durationSeconds, Math.max(1, Math.round(durationSeconds)));
    assert.deepEqual(stage.telegram.violations, []);
  });
});
