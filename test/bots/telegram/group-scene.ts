/** GroupScene: people and groups around one bot in privacy mode. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { GroupControl, Person, ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { createStage, giveVoice, type Stage } from './stage.ts';

export const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';
export const openChat = 'Open our private chat';

/** For a `describe`, whose tests share the stage. At the end nothing may have been done that Telegram refuses. */
export function groupScene() {
  let stage: Stage;
  before(async () => {
    stage = await createStage({ operators: [] });
  });
  after(async () => {
    assert.deepEqual(stage.telegram.violations, []);
    await stage[Symbol.asyncDispose]();
  });

  const person = (firstName: string) => stage.telegram.person({ firstName, username: `${firstName.toLowerCase()}_tester` });

  return {
    get stage() {
      return stage;
    },
    /** The bot's username. */
    get me() {
      return stage.telegram.bot.username!;
    },
    person,
    group: (members: readonly Person[], facts: { forum?: boolean; kind?: 'group' } = {}): GroupControl =>
      stage.telegram.group({ title: 'The den', members, ...facts }),
    replyTo: ({ id }: ShownMessage, chat: GroupControl) => chat.waitFor(message => message.isFromBot && message.replyToId === id),
    async startedWithVoice(firstName: string, voice: string): Promise<Person> {
      const one = person(firstName);
      one.start();
      await one.privateChat.nextFromBot();
      await giveVoice(stage, one, voice);
      return one;
    },
  };
}
