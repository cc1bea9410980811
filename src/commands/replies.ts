import type { Press } from './action.ts';
import type { Tools } from './command.ts';
import type { Button, Reply } from './reply.ts';
import type { Request } from './request.ts';
import type { MessageId } from './texts.ts';

/** Replies: the ones that nearly every command gives. */
export function toAsker(text: string, buttons?: readonly Button[]): Reply {
  return { kind: 'text', text, audience: 'asker', ...(buttons && buttons.length > 0 ? { buttons } : {}) };
}

export function toEveryone(text: string, buttons?: readonly Button[]): Reply {
  return { kind: 'text', text, audience: 'everyone', ...(buttons && buttons.length > 0 ? { buttons } : {}) };
}

/** A button that only the asking person may press. */
export function ownButton(
  label: MessageId,
  press: Press,
  { request, tools, style = 'plain', lifetimeMinutes }: ButtonOptions,
): Button {
  const action = tools.actions.make(press, { for: request.person.id, ...(lifetimeMinutes ? { lifetimeMinutes } : {}) });
  return { label: tools.texts.say(label), style, action };
}

/** A button that anybody may press. */
export function openButton(
  label: MessageId,
  press: Press,
  { tools, style = 'plain' }: { readonly tools: Pick<Tools, 'texts' | 'actions'>; readonly style?: Button['style'] },
): Button {
  return { label: tools.texts.say(label), style, action: tools.actions.make(press) };
}

interface ButtonOptions {
  readonly request: Request;
  readonly tools: Tools;
  readonly style?: Button['style'];
  readonly lifetimeMinutes?: number;
}
