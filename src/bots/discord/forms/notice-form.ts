import { type APIModalInteractionResponseCallbackData, type APIModalSubmission, ComponentType } from 'discord.js';
import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import { escaped } from '../show/escaped.ts';
import { componentsOf } from './components.ts';

/** NoticeForm: the notice as a form: its text, and a box to tick. Its custom id is the action of the button that agrees. */
export type Notice = Extract<Reply, { kind: 'text' }>;

const attested = 'attested';

export function isNotice(reply: Reply | undefined): reply is Notice {
  return reply?.kind === 'text' && reply.isNotice === true && (reply.buttons?.length ?? 0) > 0;
}

export function noticeForm({ text, buttons = [] }: Notice, texts: Texts): APIModalInteractionResponseCallbackData {
  const [agree] = buttons;
  return {
    custom_id: agree!.action,
    title: texts.say('discord-notice-title'),
    components: [
      { type: ComponentType.TextDisplay, content: escaped(text) },
      {
        type: ComponentType.Label,
        label: agree!.label,
        component: { type: ComponentType.Checkbox, custom_id: attested },
      },
    ],
  };
}

/** Nobody has to tick it before the form is sent, so it is looked at here. */
export function isAttested(submission: APIModalSubmission): boolean {
  return componentsOf(submission).some(
    component => component.type === ComponentType.Checkbox && component.custom_id === attested && component.value === true,
  );
}
