import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupScene, isNote } from './group-scene.ts';
import { labelsOf, recording } from './stage.ts';

describe('buttons in a group', () => {
  const scene = groupScene();

  test('of somebody else tell so to who pressed them, and to nobody else', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Bob')];
    const den = scene.group([ada, bob]);
    const sent = ada.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 });
    const fetched = scene.stage.telegram.callsOf('getFile').length;
    bob.send(den, `/clone@${scene.me}`, { replyTo: sent });
    const asking = await den.waitFor(message => labelsOf(message).includes('Read what that means'));
    assert.match(asking.text, /^Ada, Bob would like to clone your voice from a message of yours\./);
    assert.equal(scene.stage.telegram.callsOf('getFile').length, fetched, 'nothing of it was fetched');
    const answer = await bob.press(asking, 'Read what that means').answered();
    assert.equal(answer.text, 'This button is for somebody else. Use the command yourself; /help lists them all.');
    assert.ok(answer.showAlert);
    ada.press(asking, 'Read what that means');
    assert.match((await ada.privateChat.nextFromBot()).text, /^Before your voice is cloned/);
  });

  test('that only the presser shall see the answer of open the private chat', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Bob')];
    const den = scene.group([ada, bob]);
    const sent = bob.sendMedia(den, { kind: 'voice', bytes: recording, durationSeconds: 5 });
    ada.send(den, `/clone@${scene.me}`, { replyTo: sent });
    const asking = await den.waitFor(message => labelsOf(message).includes('Read what that means'));
    const { url } = await bob.press(asking, 'Read what that means').answered();
    bob.start(new URL(url!).searchParams.get('start')!);
    assert.match((await bob.privateChat.nextFromBot()).text, /^Before your voice is cloned/);
  });

  test('of a note report it: asked in private, and silent in the group that it was about', async () => {
    const [ada, bob] = [await scene.startedWithVoice('Ada', 'Robin'), scene.person('Bob')];
    bob.start();
    await bob.privateChat.nextFromBot();
    const den = scene.group([ada, bob]);
    ada.send(den, `/say@${scene.me} Something odd`);
    const note = await den.waitFor(isNote);
    bob.press(note, 'Report');
    const question = await bob.privateChat.nextFromBot();
    assert.match(question.text, /^What is wrong with this speech\?/);
    assert.ok(!labelsOf(question).includes('Block this voice here'), 'Bob is no admin');
    bob.press(question, 'Fraud');
    assert.match((await bob.privateChat.nextFromBot()).text, /^Thank you\. The voice is silent in this place/);
    const again = ada.send(den, `/say@${scene.me} And again`);
    assert.match((await scene.replyTo(again, den)).text, /^This voice was reported and is silent here/);
    ada.send(ada.privateChat, 'But here it speaks');
    await ada.privateChat.waitFor(isNote);
  });

  test('for admins are there for admins', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    ada.send(den, `/say@${scene.me} Something odd`);
    ada.press(await den.waitFor(isNote), 'Report');
    const question = await ada.privateChat.waitFor(message => message.text.startsWith('What is wrong'));
    assert.ok(labelsOf(question).includes('Block this voice here'), 'Ada made the group');
  });
});
