import type { Reply } from '../../../commands/reply.ts';
import { type Keyboard, keyboardOf } from './keyboard.ts';
import type { Content } from './outbox.ts';
import { harmless, inMessages, splitOff, textLimits } from './text.ts';

/** Contents: replies as the messages that they become. */
const noPreview = { is_disabled: true } as const;

/** As many as it takes; buttons stand below the last. */
export function textContents(text: string, keyboard?: Keyboard): readonly Content[] {
  const parts = inMessages(harmless(text));
  return parts.map((part, index) => ({
    method: 'sendMessage',
    parameters: { text: part, link_preview_options: noPreview },
    ...(keyboard && index === parts.length - 1 ? { keyboard } : {}),
  }));
}

/** The sentence stands out, so that it can be read aloud at a glance. */
export function challengeContents({ text, sentence }: Extract<Reply, { kind: 'challenge' }>): readonly Content[] {
  const before = `${harmless(text)}\n\n`;
  const entities = ['blockquote', 'bold'].map(type => ({ type, offset: before.length, length: sentence.length }));
  return [{ method: 'sendMessage', parameters: { text: before + sentence, entities } }];
}

export function pictureContents({ text, png, buttons }: Extract<Reply, { kind: 'picture' }>): readonly Content[] {
  const file = { field: 'photo', bytes: png, fileName: 'card.png', mimeType: 'image/png' };
  return withCaption({ method: 'sendPhoto', parameters: {}, file }, text, keyboardOf(buttons));
}

export function fileContents({ name, bytes, text, buttons }: Extract<Reply, { kind: 'file' }>): readonly Content[] {
  const mimeType = name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream';
  const file = { field: 'document', bytes, fileName: name, mimeType };
  return withCaption({ method: 'sendDocument', parameters: {}, file }, text, keyboardOf(buttons));
}

/** What does not fit below it follows as text. */
function withCaption(content: Content, text: string, keyboard: Keyboard | undefined): readonly Content[] {
  const [caption, rest] = splitOff(harmless(text), textLimits.caption);
  const first = { ...content, parameters: { ...content.parameters, ...(caption === '' ? {} : { caption }) } };
  if (rest === '') return [{ ...first, ...(keyboard ? { keyboard } : {}) }];
  return [first, ...textContents(rest, keyboard)];
}
