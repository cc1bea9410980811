/** sendMessage. */
import { badRequest } from '../api-error.ts';
import { findEntities } from '../entities/found.ts';
import type { Methods } from './method.ts';
import { deliver } from './sending.ts';

export const MAX_TEXT_UNITS = 4096;

export const sendMessageMethods: Methods = {
  sendmessage(call) {
    const text = call.parameters.text('text').trim();
    if (text === '') throw badRequest('message text is empty');
    if (text.length > MAX_TEXT_UNITS) throw badRequest('message is too long');
    const entities = findEntities(text);
    return deliver(call, { permission: 'can_send_messages', content: { text, ...(entities.length > 0 && { entities }) } });
  },
};
