/** What holds over an end and a new start, the way programs end: in good order, or all at once. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import type { Memory } from '../../../src/bots/bot.ts';
import { soon } from '../../engine/support.ts';
import { createTelegramServer, type ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { createStage, giveVoice } from './stage.ts';
import { createMemory } from './support.ts';

const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';

test('what was accepted before the end is answered after the next start, once, and named; updates that come again are not', async () => {
  await using telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  const den = telegram.group({ title: 'The den', members: [ada] });
  const first = await createStage({ telegram });
  await den.nextFromBot();
  await giveVoice(first, ada, 'Robin');
  // The note is made and on its way when everything ends: nobody knows whether it arrived, and it did not.
  const held = Promise.withResolvers<void>();
  telegram.faults.add('sendVoice', { kind: 'hold', until: held.promise, execute: 'after' });
  const asked = ada.send(den, `/say@${telegram.bot.username} Nobody has heard this yet`);
  await telegram.waitForArrival('sendVoice');
  const updates = telegram.updates.slice(-2);
  await first.stop();

  const second = await createStage({ telegram, folder: first.folder });
  try {
    for (const update of updates) telegram.redeliver(update);
    await second.service.answerOwed(second.bot);
    await telegram.waitUntilDelivered();
    const notes = den.messages.filter(isNote);
    assert.deepEqual(
      notes.map(({ text }) => text),
      ['AI voice “Robin”, invented, requested by Ada'],
    );
    assert.equal(notes[0]!.replyToId, asked.id);
    await second.stop();
    const third = await createStage({ telegram, folder: first.folder });
    await third.service.answerOwed(third.bot);
    await third.stop();
    assert.equal(den.messages.filter(isNote).length, 1);
  } finally {
    held.resolve();
    await second.stop();
    rmSync(first.folder, { recursive: true, force: true });
  }
});

test('menus are sent again only when they have changed', async () => {
  await using telegram = await createTelegramServer();
  const kept = createMemory();
  const isKept = Promise.withResolvers<void>();
  const memory: Memory = {
    ...kept,
    async set(key, value) {
      await kept.set(key, value);
      if (key.startsWith('menus')) isKept.resolve();
    },
  };
  const first = await createStage({ telegram, parts: { memory } });
  await soon(isKept.promise, 'the last menu');
  await first.stop();
  const sent = telegram.callsOf('setMyCommands').length;
  assert.ok(sent > 20);
  const second = await createStage({ telegram, folder: first.folder, parts: { memory } });
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  await ada.privateChat.nextFromBot();
  await second.stop();
  assert.equal(telegram.callsOf('setMyCommands').length, sent);
  rmSync(first.folder, { recursive: true, force: true });
});

test('an end in good order waits for answers under way, and takes nothing new', async () => {
  await using telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  const stage = await createStage({ telegram });
  ada.start();
  await ada.privateChat.nextFromBot();
  await giveVoice(stage, ada, 'Robin');
  const held = Promise.withResolvers<void>();
  telegram.faults.add('sendVoice', { kind: 'hold', until: held.promise, execute: 'after' });
  ada.send(ada.privateChat, 'Hello');
  await telegram.waitForArrival('sendVoice');
  await telegram.waitUntilPolling();
  const polls = telegram.callsOf('getUpdates').length;
  const lastPoll = telegram.callsOf('getUpdates').at(-1);
  const stopped = stage.stop(20);
  await telegram.waitForCall('getUpdates', call => call === lastPoll);
  ada.send(ada.privateChat, '/queue');
  held.resolve();
  await stopped;
  const [note] = ada.privateChat.messages.filter(isNote);
  assert.equal(note?.text, 'AI voice “Robin”, invented, requested by Ada');
  assert.equal(telegram.callsOf('getUpdates').length, polls, 'nothing was asked for after that');
  const answers = ada.privateChat.messages.filter(({ isFromBot, text }) => isFromBot && text.startsWith('Nothing plays'));
  assert.deepEqual(answers, [], 'what came after the end waits for the next start');
  rmSync(stage.folder, { recursive: true, force: true });
});

test('reports that were begun before the start are too old: nobody knows which group they are about', async () => {
  await using telegram = await createTelegramServer();
  const [ada, bob] = ['Ada', 'Bob'].map(firstName => telegram.person({ firstName }));
  const den = telegram.group({ title: 'The den', members: [ada!, bob!] });
  const first = await createStage({ telegram });
  await den.nextFromBot();
  await giveVoice(first, ada!, 'Robin');
  bob!.start();
  await bob!.privateChat.nextFromBot();
  ada!.send(den, `/say@${telegram.bot.username} Hello`);
  bob!.press(await den.waitFor(isNote), 'Report');
  const question = await bob!.privateChat.nextFromBot();
  await first.stop();
  // Messages tell seconds, so the next start has to be in a later one.
  while (Math.floor(Date.now() / 1000) < question.wire.date + 2) await new Promise(setImmediate);
  const second = await createStage({ telegram, folder: first.folder });
  bob!.press(question, 'Fraud');
  assert.equal((await bob!.privateChat.nextFromBot()).text, 'This button is too old. Use /report again.');
  await second.stop();
  rmSync(first.folder, { recursive: true, force: true });
});
