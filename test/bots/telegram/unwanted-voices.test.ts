import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupScene } from './group-scene.ts';
import { giveVoice } from './stage.ts';

describe('where voice messages are not wanted', () => {
  const scene = groupScene();

  // Ogg sent as music is a voice message for Telegram, so here that is refused as well.
  test('a group gets a document, or words where it takes no files either', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    await den.nextFromBot();
    den.setPermissions({ can_send_voice_notes: false });
    ada.send(den, `/say@${scene.me} One`);
    const document = await den.waitFor(message => message.media?.kind === 'document');
    assert.equal(
      document.text,
      'AI voice “Robin”, invented, requested by Ada\nSent as a file: voice messages are not accepted here.',
    );
    den.setPermissions({ can_send_voice_notes: false, can_send_audios: false, can_send_documents: false });
    ada.send(den, `/say@${scene.me} Two`);
    await den.waitFor(message => message.text.startsWith('The speech is ready, but this chat takes neither'));
    const callsOf = (method: string) =>
      scene.stage.telegram.callsOf(method).filter(({ parameters }) => parameters.chat_id === String(den.id)).length;
    assert.deepEqual(
      ['sendVoice', 'sendAudio', 'sendDocument'].map(callsOf),
      [1, 1, 2],
      'what was refused is not tried each time',
    );
  });

  test('a person with Premium gets a document', async () => {
    const pia = scene.stage.telegram.person({ firstName: 'Pia', isPremium: true, refusesVoices: true });
    pia.start();
    await pia.privateChat.nextFromBot();
    await giveVoice(scene.stage, pia, 'Robin');
    pia.send(pia.privateChat, 'Hello');
    const document = await pia.privateChat.waitFor(message => message.media?.kind === 'document');
    assert.match(document.text, /Sent as a file: voice messages are not accepted here\.$/);
  });

  test('a group in which the bot may not even write: the asker is told in private', async () => {
    const ada = await scene.startedWithVoice('Ada', 'Robin');
    const den = scene.group([ada]);
    await den.nextFromBot();
    den.restrict('bot', {
      can_send_messages: false,
      can_send_voice_notes: false,
      can_send_audios: false,
      can_send_documents: false,
    });
    ada.send(den, `/say@${scene.me} Hello`);
    assert.match((await ada.privateChat.nextFromBot()).text, /^I may not write in The den\./);
  });
});
