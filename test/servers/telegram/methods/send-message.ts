/** sendMessage, and what editMessageText shares with it. */
import { badRequest } from '../api-error.ts';
import { isObject, optionalFlagField, optionalTextField, reading } from '../fields.ts';
import type { Content } from '../world/posting.ts';
import type { MethodCall, Methods } from './method.ts';
import { deliver, readText } from './sending.ts';

/** UTF-16 code units here: the documents say characters, clients count units, and who keeps to the smaller number is right with both. */
const MAX_TEXT_UNITS = 4096;

export const sendMessageMethods: Methods = {
  sendmessage: call => deliver(call, () => ({ kind: 'text', content: readTextContent(call) })),
};

export function readTextContent(call: MethodCall): Pick<Content, 'text' | 'entities' | 'link_preview_options'> {
  const { parameters } = call;
  const preview = readPreview(call);
  if (parameters.text('text') === '') throw badRequest('message text is empty');
  const { text, entities } = readText(call, { text: 'text', entities: 'entities' });
  if (text === '') throw badRequest('text must be non-empty');
  if (text.length > MAX_TEXT_UNITS) throw badRequest('message is too long');
  return { text, ...(entities.length > 0 && { entities }), ...(preview !== undefined && { link_preview_options: preview }) };
}

function readPreview({ parameters }: MethodCall): unknown {
  const options = parameters.json('link_preview_options', 'link preview options');
  if (options === undefined) return parameters.flag('disable_web_page_preview') ? { is_disabled: true } : undefined;
  if (!isObject(options)) throw badRequest('object expected as link preview options');
  reading('', () => {
    for (const flag of ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text'])
      optionalFlagField(options, flag);
    optionalTextField(options, 'url');
  });
  return options;
}
