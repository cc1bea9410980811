import { ButtonStyle, ComponentType } from 'discord.js';
import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import { sentenceMark, uploadButton } from '../forms/upload-form.ts';
import type { Message } from '../message.ts';
import { escaped } from './escaped.ts';

/** Challenge: the sentence to read, large, with how to hand in the recording here, and a clock that Discord lets run. */
export function challengeMessage({ sentence, expiresAtMs }: Extract<Reply, { kind: 'challenge' }>, texts: Texts): Message {
  const button = texts.say('button-upload');
  // A letter that no text has: it stands for what is markup.
  const clock = '\ue000';
  const words = texts.say('discord-challenge', { when: clock, menu: texts.say('menu-clone'), button });
  const text = escaped(words).replace(clock, `<t:${Math.floor(expiresAtMs / 1000)}:R>`);
  return {
    content: `${text}\n${sentenceMark}${escaped(sentence)}`,
    components: [
      {
        type: ComponentType.ActionRow,
        components: [{ type: ComponentType.Button, style: ButtonStyle.Primary, label: button, custom_id: uploadButton }],
      },
    ],
  };
}
