/** The methods of the Bot API that the loopback Telegram has. */
import { meMethods } from './me.ts';
import type { Methods } from './method.ts';
import { sendMessageMethods } from './send-message.ts';
import { updateMethods } from './updates.ts';
import { webhookMethods } from './webhooks.ts';

export const methods: Methods = { ...meMethods, ...updateMethods, ...webhookMethods, ...sendMessageMethods };
