/** Keyboards: checks reply_markup. Only inline keyboards are shown; the other kinds are accepted and do nothing. After Client.cpp and tdlib/td, ReplyMarkup.cpp. */
import { badRequest } from './api-error.ts';
import { FieldError, type Fields, isObject, optionalFlagField, optionalTextField, reading, textField } from './fields.ts';
import type { Parameters } from './parameters.ts';
import type { InlineButton, InlineKeyboard } from './wire.ts';

const MAX_CALLBACK_BYTES = 64;
const MAX_BUTTONS = 100;
const MAX_BUTTONS_IN_ROW = 8;

/** undefined when absent or not an inline keyboard. */
export function readKeyboard(parameters: Parameters): InlineKeyboard | undefined {
  const markup = parameters.json('reply_markup', 'reply keyboard markup');
  if (markup === undefined) return undefined;
  if (!isObject(markup)) throw badRequest('object expected as reply markup');
  const rows = markup.inline_keyboard;
  if (rows === undefined) {
    reading('', () => checkOther(markup));
    return undefined;
  }
  if (!Array.isArray(rows)) throw badRequest('field "inline_keyboard" must be of type Array');
  const keyboard = rows.map(row => {
    if (!Array.isArray(row)) throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
    return row.map(button => reading("can't parse inline keyboard button", () => readButton(button)));
  });
  // Empty rows are no rows.
  const filled = keyboard.filter(row => row.length > 0);
  for (const button of filled.flat()) checkButton(button);
  if (filled.flat().length > MAX_BUTTONS || filled.some(row => row.length > MAX_BUTTONS_IN_ROW))
    throw badRequest('reply markup is too long');
  return filled.length > 0 ? { inline_keyboard: filled } : undefined;
}

function checkOther(markup: Fields): void {
  for (const flag of ['remove_keyboard', 'force_reply', 'selective', 'resize_keyboard', 'one_time_keyboard', 'is_persistent']) {
    optionalFlagField(markup, flag);
  }
  if (markup.keyboard === undefined) return;
  if (!Array.isArray(markup.keyboard) || !markup.keyboard.every(Array.isArray))
    throw new FieldError('field "keyboard" must be an Array of Arrays');
}

function readButton(button: unknown): InlineButton {
  if (!isObject(button)) throw new FieldError('inlineKeyboardButton must be an Object');
  const text = textField(button, 'text');
  const url = optionalTextField(button, 'url');
  if (url !== '') return { text, url };
  const data = optionalTextField(button, 'callback_data');
  if (data !== '') return { text, callback_data: data };
  const other = ['switch_inline_query', 'switch_inline_query_current_chat', 'web_app', 'login_url', 'copy_text'].find(
    name => name in button,
  );
  if (!other) throw new FieldError('text buttons are unallowed in the inline keyboard');
  return { text, [other]: button[other] };
}

function checkButton({ text, url, callback_data: data }: InlineButton): void {
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  if (data !== undefined && Buffer.byteLength(data) > MAX_CALLBACK_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  if (url === undefined) return;
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`);
  if (!parsed) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  if (/^https?:$/.test(parsed.protocol) && !parsed.hostname.includes('.')) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  if (!/^(?:https?|tg|ton|tonsite):$/.test(parsed.protocol)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Unsupported URL protocol`);
  }
}
