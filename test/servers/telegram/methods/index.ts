/** The methods of the Bot API that the loopback Telegram has. */
import { callbackMethods } from './callbacks.ts';
import { chatActionMethods } from './chat-actions.ts';
import { chatMethods } from './chats.ts';
import { commandMethods } from './commands.ts';
import { editMethods } from './edit.ts';
import { fileMethods } from './files.ts';
import { meMethods } from './me.ts';
import type { Methods } from './method.ts';
import { sendMediaMethods } from './send-media.ts';
import { sendMessageMethods } from './send-message.ts';
import { updateMethods } from './updates.ts';
import { webhookMethods } from './webhooks.ts';

export const methods: Methods = {
  ...meMethods,
  ...commandMethods,
  ...updateMethods,
  ...webhookMethods,
  ...sendMessageMethods,
  ...sendMediaMethods,
  ...editMethods,
  ...callbackMethods,
  ...chatActionMethods,
  ...fileMethods,
  ...chatMethods,
};
