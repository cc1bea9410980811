import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { GroupControl, Person, ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { agreement, createStage, giveVoice, labelsOf, personIdOf, recording, type Stage } from './stage.ts';

const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';
const openChat = 'Open our private chat';

describe('in a group, with privacy mode on', () => {
  let stage: Stage;
  let me: string;
  before(async () => {
    stage = await createStage({ operators: [] });
    me = stage.telegram.bot.username!;
  });
  after(async () => {
    assert.deepEqual(stage.telegram.violations, []);
    await stage[Symbol.asyncDispose]();
  });

  const person = (firstName: string) => stage.telegram.person({ firstName, username: `${firstName.toLowerCase()}_tester` });

  function group(members: readonly Person[], facts: { forum?: boolean; kind?: 'group' } = {}): GroupControl {
    return stage.telegram.group({ title: 'The den', members, ...facts });
  }

  const replyTo = ({ id }: ShownMessage, chat: GroupControl) =>
    chat.waitFor(message => message.isFromBot && message.replyToId === id);

  /** The payload behind the button that leads into the private chat. */
  function payloadIn(message: ShownMessage): string {
    const button = message.buttons.flat().find(({ text }) => text === openChat)!;
    const url = new URL(button.url!);
    assert.equal(url.origin + url.pathname, `https://t.me/${me}`);
    const payload = url.searchParams.get('start')!;
    assert.match(payload, /^[A-Za-z0-9_-]{1,64}$/);
    return payload;
  }

  async function startedWithVoice(firstName: string, voice: string): Promise<Person> {
    const one = person(firstName);
    one.start();
    await one.privateChat.nextFromBot();
    await giveVoice(stage, one, voice);
    return one;
  }

  test('the bot greets those who add it, and says how it is used', async () => {
    const den = group([person('Ada')]);
    const hello = await den.nextFromBot();
    assert.ok(hello.text.includes(`/say@${me} and a text`), hello.text);
    assert.deepEqual(labelsOf(hello), [openChat]);
  });

  test('/clone leads into the private chat, where everything up to the voice happens; then it speaks in the group', async () => {
    const ada = person('Ada');
    const den = group([ada]);
    const asked = ada.send(den, `/clone@${me}`);
    const hint = await replyTo(asked, den);
    assert.match(hint.text, /^The answer is for you alone\./);
    assert.equal(hint.replyToId, asked.id);

    ada.start(payloadIn(hint));
    const notice = await ada.privateChat.waitFor(message => labelsOf(message).includes(agreement));
    ada.press(notice, agreement);
    await ada.privateChat.waitFor(message => message.text.startsWith('Read this sentence aloud'));
    ada.sendMedia(ada.privateChat, { kind: 'voice', bytes: recording, durationSeconds: 20 });
    await ada.privateChat.waitFor(message => message.text.startsWith('Try /say'));
    assert.ok(den.messages.every(message => !message.text.includes('Before your voice is cloned')));

    const said = ada.send(den, `/say@${me} Hello, group`);
    const note = await den.waitFor(isNote);
    assert.equal(note.text, 'AI voice “Ada” of Ada, requested by Ada');
    assert.equal(note.replyToId, said.id);
  });

  test('a link is of no use to anybody else, nor twice', async () => {
    const [ada, bob] = [person('Ada'), person('Bob')];
    const den = group([ada, bob]);
    const payload = payloadIn(await replyTo(ada.send(den, `/clone@${me}`), den));
    bob.start(payload);
    const told = await bob.privateChat.nextFromBot();
    assert.match(told.text, /^This link is too old, or it was made for somebody else\./);
    assert.match((await bob.privateChat.nextFromBot()).text, /^Hello!/);
    ada.start(payload);
    assert.match((await ada.privateChat.nextFromBot()).text, /^Before your voice is cloned/);
    ada.start(payload);
    assert.match((await ada.privateChat.nextFromBot()).text, /^This link is too old/);
  });

  test('who has started the bot gets what is for them alone in the private chat, and nothing about it is in the group', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const den = group([ada]);
    await den.nextFromBot();
    ada.send(den, `/consent@${me}`);
    assert.match((await ada.privateChat.nextFromBot()).text, /^“Robin”: your consent stands\./);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 1);
  });

  test('a sample of a voice that is for the asker alone is heard in the private chat, at once or behind the link', async () => {
    const [ada, eve] = [await startedWithVoice('Ada', 'Robin'), person('Eve')];
    await giveVoice(stage, eve, 'Jay');
    const den = group([ada, eve]);
    await den.nextFromBot();
    ada.send(den, `/voices@${me} preview`);
    assert.equal((await ada.privateChat.waitFor(isNote)).text, 'AI voice “Robin”, invented, requested by Ada');
    const hint = await replyTo(eve.send(den, `/voices@${me} preview`), den);
    eve.start(payloadIn(hint));
    assert.equal((await eve.privateChat.waitFor(isNote)).text, 'AI voice “Jay”, invented, requested by Eve');
    assert.equal(den.messages.filter(isNote).length, 0);
  });

  test('a refusal is told where it happened, unless it names voices', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const den = group([ada]);
    const asked = ada.send(den, `/say@${me} voice:nobody Hello`);
    assert.match((await replyTo(asked, den)).text, /^There is no voice of that name/);
    ada.send(den, `/consent@${me} allow nobody everyone`);
    assert.match((await ada.privateChat.nextFromBot()).text, /^None of your voices has that name\. You have: Robin\./);
  });

  test('nobody speaks with a voice that was not allowed; in reply to somebody /consent allow means them', async () => {
    const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Bob')];
    const den = group([ada, bob]);
    const tried = bob.send(den, `/say@${me} voice:Robin Hello`);
    assert.match((await replyTo(tried, den)).text, /^There is no voice of that name/);
    ada.send(den, `/consent@${me} allow`, { replyTo: tried });
    const allowed = await den.waitFor(message => message.text.startsWith('Allowed for'));
    assert.match(allowed.text, /^Allowed for “Robin”: Bob in The den, as note, file and live speech, until /);
    bob.send(den, `/say@${me} voice:Robin Hello`);
    assert.equal((await den.waitFor(isNote)).text, 'AI voice “Robin”, invented, requested by Bob');

    ada.send(den, `/consent@${me} end @bob_tester`);
    await ada.privateChat.waitFor(message => message.text.startsWith('Ended for “Robin”: Bob in The den'));
    const again = bob.send(den, `/say@${me} voice:Robin Hello again`);
    assert.match((await replyTo(again, den)).text, /^The owner of this voice has ended your permission\./);
  });

  test('a mention of somebody whom the bot never met is answered with what to do', async () => {
    const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Stranger')];
    const den = group([ada, bob]);
    const asked = ada.send(den, `/consent@${me} allow @stranger_tester`);
    assert.match(
      (await replyTo(asked, den)).text,
      /^I do not know who @\u2060stranger_tester is: .* in a reply to a message of theirs\.$/,
    );
  });

  test('commands for other bots, unknown ones without a name, and talk are left alone', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const den = group([ada]);
    const hello = await den.nextFromBot();
    for (const text of ['/say@some_other_bot Hello', '/dance', `What is @${me}?`, 'Good morning']) ada.send(den, text);
    ada.send(den, 'Thanks!', { replyTo: hello });
    const asked = ada.send(den, `/dance@${me}`);
    assert.match((await replyTo(asked, den)).text, /^There is no command "\/dance"\./);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 2, 'the greeting, and this');
    ada.send(den, '/say Hello without a name');
    await den.waitFor(isNote);
  });

  test('with privacy mode off, commands for other bots are left alone as well', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const den = group([ada]);
    await den.nextFromBot();
    stage.telegram.setPrivacyMode(false);
    for (const text of ['/help@some_other_bot', '/start@some_other_bot', 'Good morning']) ada.send(den, text);
    const asked = ada.send(den, `/dance@${me}`);
    await replyTo(asked, den);
    stage.telegram.setPrivacyMode(true);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 2, 'the greeting, and this');
  });

  test('topics are kept to', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const forum = group([ada], { forum: true });
    const topic = forum.createTopic('Voices', ada);
    const asked = ada.send(forum, `/say@${me} Hello, topic`, { threadId: topic });
    const note = await forum.waitFor(isNote);
    assert.equal(note.threadId, topic);
    assert.equal(note.replyToId, asked.id);
    assert.deepEqual([...new Set(forum.actions.map(({ threadId }) => threadId))], [topic]);
  });

  test('a topic that is closed meanwhile: the asker is told in private', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const forum = group([ada], { forum: true });
    const topic = forum.createTopic('Voices', ada);
    forum.closeTopic(topic, ada);
    ada.send(forum, `/say@${me} Hello, topic`, { threadId: topic });
    assert.match((await ada.privateChat.nextFromBot()).text, /^I may not write in The den\./);
  });

  test('who writes in the name of the group is asked to show who they are', async () => {
    const ada = person('Ada');
    const den = group([ada]);
    await den.nextFromBot();
    const text = `/say@${me} Hello`;
    const date = Math.floor(Date.now() / 1000);
    const chat = { id: den.id, type: 'supergroup', title: 'The den' } as const;
    stage.telegram.inject({
      message: {
        message_id: 999,
        date,
        chat,
        from: { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' },
        sender_chat: chat,
        text,
        entities: [{ type: 'bot_command', offset: 0, length: text.indexOf(' ') }],
      },
    });
    assert.match((await den.nextFromBot()).text, /^You write in the name of a group or a channel/);
  });

  describe('buttons', () => {
    test('of somebody else tell so to who pressed them, and to nobody else', async () => {
      const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Bob')];
      const den = group([ada, bob]);
      const sent = ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 });
      const fetched = stage.telegram.callsOf('getFile').length;
      bob.send(den, `/clone@${me}`, { replyTo: sent });
      const asking = await den.waitFor(message => labelsOf(message).includes('Read what that means'));
      assert.match(asking.text, /^Ada, Bob would like to clone your voice from a message of yours\./);
      assert.equal(stage.telegram.callsOf('getFile').length, fetched, 'nothing of it was fetched');
      const answer = await bob.press(asking, 'Read what that means').answered();
      assert.equal(answer.text, 'This button is for somebody else. Use the command yourself; /help lists them all.');
      assert.ok(answer.showAlert);
      ada.press(asking, 'Read what that means');
      assert.match((await ada.privateChat.nextFromBot()).text, /^Before your voice is cloned/);
    });

    test('that only the presser shall see the answer of open the private chat', async () => {
      const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Bob')];
      const den = group([ada, bob]);
      const sent = bob.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 });
      ada.send(den, `/clone@${me}`, { replyTo: sent });
      const asking = await den.waitFor(message => labelsOf(message).includes('Read what that means'));
      const { url } = await bob.press(asking, 'Read what that means').answered();
      bob.start(new URL(url!).searchParams.get('start')!);
      assert.match((await bob.privateChat.nextFromBot()).text, /^Before your voice is cloned/);
    });

    test('of a note report it: asked in private, and silent in the group that it was about', async () => {
      const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Bob')];
      bob.start();
      await bob.privateChat.nextFromBot();
      const den = group([ada, bob]);
      ada.send(den, `/say@${me} Something odd`);
      const note = await den.waitFor(isNote);
      bob.press(note, 'Report');
      const question = await bob.privateChat.nextFromBot();
      assert.match(question.text, /^What is wrong with this speech\?/);
      assert.ok(!labelsOf(question).includes('Block this voice here'), 'Bob is no admin');
      bob.press(question, 'Fraud');
      assert.match((await bob.privateChat.nextFromBot()).text, /^Thank you\. The voice is silent in this place/);
      const again = ada.send(den, `/say@${me} And again`);
      assert.match((await replyTo(again, den)).text, /^This voice was reported and is silent here/);
      ada.send(ada.privateChat, 'But here it speaks');
      await ada.privateChat.waitFor(isNote);
    });

    test('for admins are there for admins', async () => {
      const ada = await startedWithVoice('Ada', 'Robin');
      const den = group([ada]);
      ada.send(den, `/say@${me} Something odd`);
      ada.press(await den.waitFor(isNote), 'Report');
      const question = await ada.privateChat.waitFor(message => message.text.startsWith('What is wrong'));
      assert.ok(labelsOf(question).includes('Block this voice here'), 'Ada made the group');
    });
  });

  test('a recording in reply to a text of the bot is an answer, in reply to its voice it is talk', async () => {
    const ada = await startedWithVoice('Ada', 'Robin');
    const den = group([ada]);
    const hello = await den.nextFromBot();
    ada.send(den, `/say@${me} Hello`);
    const note = await den.waitFor(isNote);
    ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 }, { replyTo: note });
    const answer = ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 }, { replyTo: hello });
    assert.match((await replyTo(answer, den)).text, /^There is no sentence for you to read\./);
    assert.equal(den.messages.filter(({ replyToId }) => replyToId === note.id).filter(({ isFromBot }) => isFromBot).length, 0);
  });

  describe('where voice messages are not wanted', () => {
    // Ogg sent as music is a voice message for Telegram, so here that is refused as well.
    test('a group gets a document, or words where it takes no files either', async () => {
      const ada = await startedWithVoice('Ada', 'Robin');
      const den = group([ada]);
      await den.nextFromBot();
      den.setPermissions({ can_send_voice_notes: false });
      ada.send(den, `/say@${me} One`);
      const document = await den.waitFor(message => message.media?.kind === 'document');
      assert.equal(
        document.text,
        'AI voice “Robin”, invented, requested by Ada\nSent as a file: voice messages are not accepted here.',
      );
      den.setPermissions({ can_send_voice_notes: false, can_send_audios: false, can_send_documents: false });
      ada.send(den, `/say@${me} Two`);
      await den.waitFor(message => message.text.startsWith('The speech is ready, but this chat takes neither'));
      const callsOf = (method: string) =>
        stage.telegram.callsOf(method).filter(({ parameters }) => parameters.chat_id === String(den.id)).length;
      assert.deepEqual(
        ['sendVoice', 'sendAudio', 'sendDocument'].map(callsOf),
        [1, 1, 2],
        'what was refused is not tried each time',
      );
    });

    test('a person with Premium gets a document', async () => {
      const pia = stage.telegram.person({ firstName: 'Pia', isPremium: true, refusesVoices: true });
      pia.start();
      await pia.privateChat.nextFromBot();
      await giveVoice(stage, pia, 'Robin');
      pia.send(pia.privateChat, 'Hello');
      const document = await pia.privateChat.waitFor(message => message.media?.kind === 'document');
      assert.match(document.text, /Sent as a file: voice messages are not accepted here\.$/);
    });

    test('a group in which the bot may not even write: the asker is told in private', async () => {
      const ada = await startedWithVoice('Ada', 'Robin');
      const den = group([ada]);
      await den.nextFromBot();
      den.restrict('bot', {
        can_send_messages: false,
        can_send_voice_notes: false,
        can_send_audios: false,
        can_send_documents: false,
      });
      ada.send(den, `/say@${me} Hello`);
      assert.match((await ada.privateChat.nextFromBot()).text, /^I may not write in The den\./);
    });
  });

  test('a group that becomes a supergroup stays the same place: what was allowed and blocked there holds', async () => {
    const [ada, bob] = [await startedWithVoice('Ada', 'Robin'), person('Bob')];
    const old = group([ada, bob], { kind: 'group' });
    const tried = bob.send(old, `/help@${me}`);
    ada.send(old, `/consent@${me} allow`, { replyTo: tried });
    await old.waitFor(message => message.text.startsWith('Allowed for'));
    const upgraded = old.upgrade(ada);
    bob.send(upgraded, `/say@${me} voice:Robin Hello`);
    await upgraded.waitFor(isNote);
    const [voiceId] = stage.service.consent.voicesOf(personIdOf(ada));
    const rules = stage.service.consent.rules(voiceId!, personIdOf(ada));
    assert.deepEqual(
      rules.map(({ placeId }) => placeId),
      [`telegram:chat/${old.id}`],
    );
  });

  test('leaving and coming back is told to whoever keeps what was allowed', async () => {
    const told: string[] = [];
    const places = {
      left: async (id: string) => void told.push(`left ${id}`),
      joined: async (id: string) => void told.push(`joined ${id}`),
    };
    await using other = await createStage({ parts: { places } });
    const ada = other.telegram.person({ firstName: 'Ada' });
    const den = other.telegram.group({ title: 'Den', members: [ada] });
    await den.nextFromBot();
    den.removeBot(ada);
    den.addBot(ada);
    await den.nextFromBot();
    assert.deepEqual(
      told,
      ['joined', 'left', 'joined'].map(what => `${what} telegram:chat/${den.id}`),
    );
  });
});
