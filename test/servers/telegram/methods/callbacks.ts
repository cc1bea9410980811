/** answerCallbackQuery: once, and soon. */
import { badRequest } from '../api-error.ts';
import type { Methods } from './method.ts';

/** People who write bots report about that long before "query is too old". */
export const CALLBACK_SECONDS = 15;
const MAX_TEXT_UNITS = 200;

export const callbackMethods: Methods = {
  answercallbackquery({ world, parameters }) {
    const callback = world.callbacks.get(parameters.text('callback_query_id'));
    const isOpen = callback && !callback.answer && world.clock.now() - callback.askedMs <= CALLBACK_SECONDS * 1000;
    if (!isOpen) throw badRequest('query is too old and response timeout expired or query ID is invalid');
    const text = parameters.text('text');
    const url = parameters.text('url');
    if (text.length > MAX_TEXT_UNITS) throw badRequest('MESSAGE_TOO_LONG');
    // Only links to the bot itself, with a start parameter; games have others.
    if (
      url !== '' &&
      !new RegExp(`^(?:https?://)?(?:t|telegram)\\.me/${world.bot.username}\\?start=[A-Za-z0-9_-]{1,64}$`, 'i').test(url)
    ) {
      throw badRequest('URL_INVALID');
    }
    callback.answer = { showAlert: parameters.flag('show_alert'), ...(text !== '' && { text }), ...(url !== '' && { url }) };
    world.changes.notify();
    return true;
  },
};
