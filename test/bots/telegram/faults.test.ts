/** Whatever Telegram and the network between can do to the bot. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { soon } from '../../engine/support.ts';
import type { Fault, Person, ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { until } from '../../stores/store-conformance.ts';
import { createStage, giveVoice, recording, type Stage } from './stage.ts';

const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';
const tooMany = (seconds: number): Fault => ({
  kind: 'error',
  code: 429,
  description: `Too Many Requests: retry after ${seconds}`,
  parameters: { retry_after: seconds },
});

describe('a fault', () => {
  let stage: Stage;
  let bob: Person;
  before(async () => {
    stage = await createStage();
    bob = stage.telegram.person({ firstName: 'Bob' });
    bob.start();
    await bob.privateChat.nextFromBot();
    await giveVoice(stage, bob, 'Robin');
  });
  beforeEach(() => stage.pass(5));
  after(async () => {
    stage.telegram.faults.clear();
    assert.deepEqual(stage.telegram.violations, []);
    await stage[Symbol.asyncDispose]();
  });

  const answerTo = ({ id }: ShownMessage) => bob.privateChat.waitFor(message => message.isFromBot && message.id > id);
  const noteFor = ({ id }: ShownMessage) => bob.privateChat.waitFor(message => isNote(message) && message.id > id);
  const send = (text: string) => bob.send(bob.privateChat, text);
  const notesAfter = ({ id }: ShownMessage) =>
    bob.privateChat.messages.filter(message => isNote(message) && message.id > id).length;

  for (const [method, act, wait] of [
    ['sendMessage', () => send('/queue'), answerTo],
    ['sendVoice', () => send('Hello there'), noteFor],
    [
      'getFile',
      () => bob.sendMedia(bob.privateChat, { kind: 'document', mimeType: 'audio/ogg', bytes: recording, caption: '/verify' }),
      answerTo,
    ],
    ['sendDocument', () => send('/say as:file Hello there'), answerTo],
  ] as const) {
    test(`429 on ${method} is waited for as long as it says, and the answer comes once`, async () => {
      stage.telegram.faults.add(method, tooMany(1));
      const asked = act();
      await wait(asked);
      const refused = await stage.telegram.waitForCall(method, ({ status }) => status === 429);
      const again = await stage.telegram.waitForCall(
        method,
        ({ startedMs, status }) => startedMs > refused.startedMs && status === 200,
      );
      assert.ok(again!.startedMs >= refused!.endedMs! + 1000);
      assert.equal(stage.telegram.faults.pending, 0);
    });
  }

  test('429 on an answer to a button, and on the look for admins, is waited for', async () => {
    const den = stage.telegram.group({ title: 'Den', members: [bob] });
    await den.nextFromBot();
    stage.telegram.faults.add('getChatMember', tooMany(1));
    bob.send(den, `/settings@${stage.telegram.bot.username} form file`);
    await bob.privateChat.waitFor(message => message.text.startsWith('Speech is given as file here'));
    stage.telegram.faults.add('answerCallbackQuery', tooMany(1));
    const question = await answerTo(send('/forget'));
    await bob.press(question, 'Keep everything').answered();
    await answerTo(question);
  });

  for (const [what, fault] of [
    ['a page of a front end', { kind: 'page', code: 502 }],
    ['an error of the server itself', { kind: 'error', code: 500, description: 'Internal Server Error' }],
    ['a connection that is dropped before the answer', { kind: 'drop', when: 'answer' }],
    ['a connection that is dropped in mid-upload', { kind: 'drop', when: 'upload' }],
    ['a connection that is dropped at once', { kind: 'drop', when: 'before' }],
  ] as const satisfies readonly [string, Fault][]) {
    test(`${what} instead of a note: it is not sent twice, and the person is told that it may be missing`, async () => {
      stage.telegram.faults.add('sendVoice', fault);
      const asked = send('One and only');
      await bob.privateChat.waitFor(
        message => message.id > asked.id && message.text.startsWith('The connection to Telegram broke while I was sending.'),
      );
      assert.ok(notesAfter(asked) <= 1);
      const again = send('One and only');
      await noteFor(again);
      assert.equal(notesAfter(again), 1);
    });
  }

  test('a message that may have arrived is not sent twice', async () => {
    stage.telegram.faults.add('sendMessage', { kind: 'drop', when: 'answer' });
    const asked = send('/queue');
    await answerTo(asked);
    const next = send('/settings');
    await bob.privateChat.waitFor(message => message.text.startsWith('You: language'));
    assert.equal(bob.privateChat.messages.filter(({ id, isFromBot }) => isFromBot && id > asked.id && id < next.id).length, 1);
  });

  test('what can be repeated without harm is repeated: files, answers to buttons', async () => {
    for (const method of ['getFile', 'download', 'answerCallbackQuery'])
      stage.telegram.faults.add(method, { kind: 'drop', when: 'before' });
    const sent = bob.sendMedia(bob.privateChat, {
      kind: 'document',
      mimeType: 'audio/ogg',
      bytes: recording,
      caption: '/verify',
    });
    assert.match((await answerTo(sent)).text, /^No mark of ours was found/);
    const question = await answerTo(send('/forget'));
    await bob.press(question, 'Keep everything').answered();
    assert.equal(stage.telegram.faults.pending, 0);
  });

  test('polls that fail are repeated; nothing is lost', async () => {
    await stage.telegram.waitUntilPolling();
    stage.telegram.faults.add('getUpdates', { kind: 'page', code: 502 });
    stage.telegram.faults.add('getUpdates', { kind: 'drop', when: 'before' });
    await answerTo(send('/queue'));
    await answerTo(send('/queue'));
    await answerTo(send('/queue'));
    assert.equal(stage.telegram.faults.pending, 0);
    assert.match(stage.logged(), /telegram-not-reached/);
  });

  test('a second program with the same token is told of, and the bot goes on', async () => {
    await stage.telegram.pollFromElsewhere();
    await answerTo(send('/queue'));
    assert.match(stage.logged(), /"code":"telegram-409","msg":"another-program-uses-this-token"|another-program-uses-this-token/);
  });

  test('a recording that is gone, or larger than it says', async () => {
    const options = { kind: 'document', mimeType: 'audio/ogg', bytes: recording, caption: '/verify' } as const;
    stage.telegram.faults.add('getFile', {
      kind: 'error',
      code: 400,
      description: 'Bad Request: wrong file_id or the file is temporarily unavailable',
    });
    const gone = bob.sendMedia(bob.privateChat, options);
    assert.match((await answerTo(gone)).text, /^Telegram does not have this recording any more\. Send it again\.$/);

    const huge = { ...options, announcedBytes: 21_000_000 };
    assert.match((await answerTo(bob.sendMedia(bob.privateChat, huge))).text, /^The file is too large: at most 20 MB/);
  });

  test('one that has blocked the bot: work for them ends, and they are served again when they come back', async () => {
    const eve = stage.telegram.person({ firstName: 'Eve' });
    eve.start();
    await eve.privateChat.nextFromBot();
    await giveVoice(stage, eve, 'Jay');
    const held = Promise.withResolvers<void>();
    stage.telegram.faults.add('sendVoice', { kind: 'hold', until: held.promise, execute: 'after' });
    eve.send(eve.privateChat, 'Hello');
    await stage.telegram.waitForArrival('sendVoice', ({ parameters }) => parameters.chat_id === String(eve.id));
    eve.blockBot();
    held.resolve();
    await stage.telegram.waitUntilDelivered();
    await answerTo(send('/queue'));
    eve.unblockBot();
    const back = eve.send(eve.privateChat, '/queue');
    assert.match((await eve.privateChat.waitFor(message => message.id > back.id && message.isFromBot)).text, /^Nothing plays/);
  });

  test('a group that removes the bot in mid-job: the work ends, and nothing is sent there', async () => {
    const den = stage.telegram.group({ title: 'Den', members: [bob] });
    await den.nextFromBot();
    const busy = Promise.withResolvers<void>();
    stage.telegram.faults.add('sendVoice', { kind: 'hold', until: busy.promise, execute: 'after' });
    bob.send(den, `/say@${stage.telegram.bot.username} Hello`);
    await stage.telegram.waitForArrival('sendVoice', ({ parameters }) => parameters.chat_id === String(den.id));
    for (let index = 0; index < 3; index++) bob.send(den, `/say@${stage.telegram.bot.username} Hello ${index}`);
    await until(async () => stage.service.dispatcher.open === 4);
    den.removeBot(bob);
    // What waits or is still made for the group ends at once; only what is on its way is not over yet.
    await until(async () => stage.service.dispatcher.open <= 1);
    busy.resolve();
    await until(async () => stage.service.dispatcher.open === 0);
    assert.equal(den.messages.filter(isNote).length, 0);
  });

  test('a group that was upgraded while the note was made gets it under its new number', async () => {
    const den = stage.telegram.group({ title: 'Den', members: [bob], kind: 'group' });
    await den.nextFromBot();
    const busy = Promise.withResolvers<void>();
    stage.telegram.faults.add('sendVoice', { kind: 'hold', until: busy.promise, execute: 'after' });
    bob.send(den, `/say@${stage.telegram.bot.username} Hello`);
    await stage.telegram.waitForArrival('sendVoice', ({ parameters }) => parameters.chat_id === String(den.id));
    const upgraded = den.upgrade(bob);
    busy.resolve();
    await upgraded.waitFor(isNote);
  });

  test('a slow answer holds up nobody: not the same chat, not another one', async () => {
    const eve = stage.telegram.person({ firstName: 'Eve' });
    eve.start();
    await eve.privateChat.nextFromBot();
    const busy = Promise.withResolvers<void>();
    stage.telegram.faults.add('getFile', { kind: 'hold', until: busy.promise, execute: 'before' });
    const slow = bob.sendMedia(bob.privateChat, {
      kind: 'document',
      mimeType: 'audio/ogg',
      bytes: recording,
      caption: '/verify',
    });
    await stage.telegram.waitForArrival('getFile', call => call.status === undefined);
    const hers = eve.send(eve.privateChat, '/queue');
    await eve.privateChat.waitFor(message => message.isFromBot && message.id > hers.id);
    const quick = send('/queue');
    assert.match((await answerTo(quick)).text, /^Nothing plays/);
    busy.resolve();
    await bob.privateChat.waitFor(message => message.id > slow.id && message.text.startsWith('No mark of ours'));
  });

  test('an update that comes again is not answered again', async () => {
    const asked = send('/queue');
    await answerTo(asked);
    for (const update of stage.telegram.updates.slice(-3)) stage.telegram.redeliver(update);
    await stage.telegram.waitUntilDelivered();
    const last = send('/settings');
    await bob.privateChat.waitFor(message => message.id > last.id && message.isFromBot);
    assert.equal(bob.privateChat.messages.filter(({ id, isFromBot }) => isFromBot && id > asked.id && id < last.id).length, 1);
  });
});

test('a token that is revoked ends the bot, which says what to do', async () => {
  await using stage = await createStage();
  await stage.telegram.waitUntilPolling();
  stage.telegram.revokeToken();
  const { message } = await soon(stage.ended, 'the end of the bot');
  assert.match(message, /^Telegram does not accept TELEGRAM_TOKEN\. Copy the token once more from @BotFather/);
  assert.ok(!message.includes(stage.telegram.token));
});

test('the token, texts and names are in no log, whatever happens', async () => {
  await using stage = await createStage();
  const person = stage.telegram.person({ firstName: 'Kanarienvogel', username: 'gruenfink' });
  const { privateChat: chat } = person;
  person.start();
  await chat.nextFromBot();
  await giveVoice(stage, person, 'Zaunkönig');
  const faults: Fault[] = [
    { kind: 'page', code: 502 },
    { kind: 'page', code: 413 },
    { kind: 'drop', when: 'before' },
    { kind: 'drop', when: 'upload' },
    { kind: 'drop', when: 'answer' },
    { kind: 'error', code: 400, description: `Bad Request: something about ${stage.telegram.token}` },
    { kind: 'error', code: 403, description: 'Forbidden: bot was blocked by the user' },
  ];
  for (const fault of faults) {
    for (const method of ['sendVoice', 'sendMessage', 'getFile', 'download']) {
      stage.telegram.faults.clear();
      stage.telegram.faults.add(method, fault);
      stage.pass(1);
      const asked = person.send(chat, 'Die Amsel singt im Garten');
      person.sendMedia(chat, { kind: 'document', mimeType: 'audio/ogg', bytes: recording, caption: '/verify' });
      await stage.telegram.waitUntilDelivered();
      assert.ok(asked);
    }
  }
  stage.telegram.faults.clear();
  for (const fault of faults.slice(0, 3)) stage.telegram.faults.add('getUpdates', fault);
  person.send(chat, 'Die Amsel singt im Garten');
  await stage.telegram.waitUntilDelivered();
  await stage.stop();
  const log = stage.logged();
  assert.ok(log.split('\n').length > 20, log);
  const secret = stage.telegram.token.split(':')[1]!;
  for (const word of [
    stage.telegram.token,
    secret,
    'Kanarienvogel',
    'gruenfink',
    'Zaunkönig',
    'Amsel',
    '/bot',
    stage.telegram.apiRoot,
  ]) {
    assert.ok(!log.includes(word), `${word} is in the log`);
  }
});
