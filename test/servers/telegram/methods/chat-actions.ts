/** sendChatAction: "is recording a voice message" for five seconds, or until the bot's next message. */
import { badRequest } from '../api-error.ts';
import type { Methods } from './method.ts';
import { checkPerson, findChat } from './targets.ts';

/** As the Bot API names them -> as they are shown. */
const actions: Readonly<Record<string, string>> = {
  typing: 'typing',
  upload_photo: 'upload_photo',
  record_video: 'record_video',
  upload_video: 'upload_video',
  record_voice: 'record_voice',
  record_audio: 'record_voice',
  upload_voice: 'upload_voice',
  upload_audio: 'upload_voice',
  upload_document: 'upload_document',
  choose_sticker: 'choose_sticker',
  find_location: 'find_location',
  pick_up_location: 'find_location',
  record_video_note: 'record_video_note',
  upload_video_note: 'upload_video_note',
  cancel: 'cancel',
};

export const chatActionMethods: Methods = {
  sendchataction({ world, parameters }) {
    const action = actions[parameters.text('action').toLowerCase()];
    if (!action) throw badRequest('wrong parameter action in request');
    const chat = findChat(world, parameters, 'write');
    checkPerson(world, chat);
    const threadId = parameters.integer('message_thread_id', { min: 0 }) || undefined;
    if (threadId !== undefined && chat.wire.is_forum && !chat.topics.has(threadId)) throw badRequest('message thread not found');
    if (action === 'cancel') chat.clearedActions = chat.actions.length;
    else chat.actions.push({ action, threadId, atMs: world.clock.now() });
    world.changes.notify();
    return true;
  },
};
