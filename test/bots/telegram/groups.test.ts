import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { groupScene, isNote, openChat } from './group-scene.ts';
import { agreement, createStage, giveVoice, labelsOf, personIdOf, recording } from './stage.ts';

describe('in a group, with privacy mode on', () => {
  const scene = groupScene();

  /** The payload behind the button that leads into the private chat. */
  function payloadIn(message: ShownMessage): string {
    const button = message.buttons.flat().find(({ text }) => text === openChat)!;
    const url = new URL(button.url!);
    assert.equal(url.origin + url.pathname, `https://t.me/${scene.me}`);
    const payload = url.searchParams.get('start')!;
    assert.match(payload, /^[A-Za-z0-9_-]{1,64}$/);
    return payload;
  }

  test('the bot greets those who add it, and says how it is used', async () => {
    const den = scene.group([scene.person('Ada')]);
    const hello = await den.nextFromBot();
    assert.ok(hello.text.includes(`/say@${scene.me} and a text`), hello.text);
    assert.deepEqual(labelsOf(hello), [openChat]);
  });

  test('/clone leads into the private chat, where everything up to the voice happens; then it speaks in the group', async () => {
    const ada = scene.person('Ada');
    const den = scene.group([ada]);
    const asked = ada.send(den, `/clone@${scene.me}`);
    const hint = await scene.replyTo(asked, den);
    assert.match(hint.text, /^The answer is for you alone\./);
    assert.equal(hint.replyToId, asked.id);

    ada.start(payloadIn(hint));
    const notice = await ada.privateChat.waitFor(message => labelsOf(message).includes(agreement));
    ada.press(notice, agreement);
    await ada.privateChat.waitFor(message => message.text.startsWith('Read this sentence aloud'));
    ada.sendMedia(ada.privateChat, { kind: 'voice', bytes: recording, durationSeconds: 20 });
    await ada.privateChat.waitFor(message => message.text.startsWith('Try /say'));
    assert.ok(den.messages.every(message => !message.text.includes('Before your voice is cloned')));

    const said = ada.send(den, `/say@${scene.me} Hello, group`);
    const note = await den.waitFor(isNote);
    assert.equal(note.text, 'AI voice “Ada” of Ada, requested by Ada');
    assert.equal(note.replyToId, said.id);
  });

  test('a link is of no use to anybody else, nor twice', async () => {
    const [ada, bob] = [scene.person('Ada'), scene.person('Bob')];
    const den = scene.group([ada, bob]);
    const payload = payloadIn(await scene.replyTo(ada.send(den, `/clone@${scene.me}`), den));
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
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    await den.nextFromBot();
    ada.send(den, `/consent@${scene.me}`);
    assert.match((await ada.privateChat.nextFromBot()).text, /^“Robin”: your consent stands\./);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 1);
  });

  test('a sample of a voice that is for the asker alone is heard in the private chat, at once or behind the link', async () => {
    const [ada, eve] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Eve')];
    await giveVoice(scene.stage, eve, 'Jay');
    const den = scene.group([ada, eve]);
    await den.nextFromBot();
    ada.send(den, `/voices@${scene.me} preview`);
    assert.equal((await ada.privateChat.waitFor(isNote)).text, 'AI voice “Robin”, invented, requested by Ada');
    const hint = await scene.replyTo(eve.send(den, `/voices@${scene.me} preview`), den);
    eve.start(payloadIn(hint));
    assert.equal((await eve.privateChat.waitFor(isNote)).text, 'AI voice “Jay”, invented, requested by Eve');
    assert.equal(den.messages.filter(isNote).length, 0);
  });

  test('a refusal is told where it happened, unless it names voices', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    const asked = ada.send(den, `/say@${scene.me} voice:nobody Hello`);
    assert.match((await scene.replyTo(asked, den)).text, /^There is no voice of that name/);
    ada.send(den, `/consent@${scene.me} allow nobody everyone`);
    assert.match((await ada.privateChat.nextFromBot()).text, /^None of your voices has that name\. You have: Robin\./);
  });

  test('nobody speaks with a voice that was not allowed; in reply to somebody /consent allow means them', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Bob')];
    const den = scene.group([ada, bob]);
    const tried = bob.send(den, `/say@${scene.me} voice:Robin Hello`);
    assert.match((await scene.replyTo(tried, den)).text, /^There is no voice of that name/);
    ada.send(den, `/consent@${scene.me} allow`, { replyTo: tried });
    const allowed = await den.waitFor(message => message.text.startsWith('Allowed for'));
    assert.match(allowed.text, /^Allowed for “Robin”: Bob in The den, as note, file and live speech, until /);
    bob.send(den, `/say@${scene.me} voice:Robin Hello`);
    assert.equal((await den.waitFor(isNote)).text, 'AI voice “Robin”, invented, requested by Bob');

    ada.send(den, `/consent@${scene.me} end @bob_tester`);
    await ada.privateChat.waitFor(message => message.text.startsWith('Ended for “Robin”: Bob in The den'));
    const again = bob.send(den, `/say@${scene.me} voice:Robin Hello again`);
    assert.match((await scene.replyTo(again, den)).text, /^The owner of this voice has ended your permission\./);
  });

  test('a mention of somebody whom the bot never met is answered with what to do', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Stranger')];
    const den = scene.group([ada, bob]);
    const asked = ada.send(den, `/consent@${scene.me} allow @stranger_tester`);
    assert.match(
      (await scene.replyTo(asked, den)).text,
      /^I do not know who @\u2060stranger_tester is: .* in a reply to a message of theirs\.$/,
    );
  });

  test('commands for other bots, unknown ones without a name, and talk are left alone', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    const hello = await den.nextFromBot();
    for (const text of ['/say@some_other_bot Hello', '/dance', `What is @${scene.me}?`, 'Good morning']) ada.send(den, text);
    ada.send(den, 'Thanks!', { replyTo: hello });
    const asked = ada.send(den, `/dance@${scene.me}`);
    assert.match((await scene.replyTo(asked, den)).text, /^There is no command "\/dance"\./);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 2, 'the greeting, and this');
    ada.send(den, '/say Hello without a name');
    await den.waitFor(isNote);
  });

  test('with privacy mode off, commands for other bots are left alone as well', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    await den.nextFromBot();
    scene.stage.telegram.setPrivacyMode(false);
    for (const text of ['/help@some_other_bot', '/start@some_other_bot', 'Good morning']) ada.send(den, text);
    const asked = ada.send(den, `/dance@${scene.me}`);
    await scene.replyTo(asked, den);
    scene.stage.telegram.setPrivacyMode(true);
    assert.equal(den.messages.filter(({ isFromBot }) => isFromBot).length, 2, 'the greeting, and this');
  });

  test('topics are kept to', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const forum = scene.group([ada], { forum: true });
    const topic = forum.createTopic('Voices', ada);
    const asked = ada.send(forum, `/say@${scene.me} Hello, topic`, { threadId: topic });
    const note = await forum.waitFor(isNote);
    assert.equal(note.threadId, topic);
    assert.equal(note.replyToId, asked.id);
    assert.deepEqual([...new Set(forum.actions.map(({ threadId }) => threadId))], [topic]);
  });

  test('a topic that is closed meanwhile: the asker is told in private', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const forum = scene.group([ada], { forum: true });
    const topic = forum.createTopic('Voices', ada);
    forum.closeTopic(topic, ada);
    ada.send(forum, `/say@${scene.me} Hello, topic`, { threadId: topic });
    assert.match((await ada.privateChat.nextFromBot()).text, /^I may not write in The den\./);
  });

  test('who writes in the name of the group is asked to show who they are', async () => {
    const ada = scene.person('Ada');
    const den = scene.group([ada]);
    await den.nextFromBot();
    const text = `/say@${scene.me} Hello`;
    const date = Math.floor(Date.now() / 1000);
    const chat = { id: den.id, type: 'supergroup', title: 'The den' } as const;
    scene.stage.telegram.inject({
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

  test('a recording in reply to a text of the bot is an answer, in reply to its voice it is talk', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    const hello = await den.nextFromBot();
    ada.send(den, `/say@${scene.me} Hello`);
    const note = await den.waitFor(isNote);
    ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 }, { replyTo: note });
    const answer = ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 }, { replyTo: hello });
    assert.match((await scene.replyTo(answer, den)).text, /^There is no sentence for you to read\./);
    assert.equal(den.messages.filter(({ replyToId }) => replyToId === note.id).filter(({ isFromBot }) => isFromBot).length, 0);
  });

  test('a group that becomes a supergroup stays the same place: what was allowed and blocked there holds', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Bob')];
    const old = scene.group([ada, bob], { kind: 'group' });
    const tried = bob.send(old, `/help@${scene.me}`);
    ada.send(old, `/consent@${scene.me} allow`, { replyTo: tried });
    await old.waitFor(message => message.text.startsWith('Allowed for'));
    const upgraded = old.upgrade(ada);
    bob.send(upgraded, `/say@${scene.me} voice:Robin Hello`);
    await upgraded.waitFor(isNote);
    const [voiceId] = scene.stage.service.consent.voicesOf(personIdOf(ada));
    const rules = scene.stage.service.consent.rules(voiceId!, personIdOf(ada));
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
