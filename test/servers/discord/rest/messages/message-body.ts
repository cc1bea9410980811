/** MessageBody: what a request says of a message to be sent, or of a change to one, checked as Discord checks it. */
import { type APIEmbed, type APIMessageTopLevelComponent, MessageFlags as Flags } from 'discord.js';
import { mentionedIn } from '../../world/mentions.ts';
import type { AttachmentRecord, MessageRecord } from '../../world/records.ts';
import { apiError } from '../api-error.ts';
import { readComponents } from '../components/message-rules.ts';
import { asInteger, asObject, asOptionalBoolean, asOptionalText, createForm, type Form } from '../form.ts';
import type { Call } from '../route.ts';
import { type AllowedMentions, readAllowedMentions } from './allowed-mentions.ts';
import { readEmbeds } from './embeds.ts';
import { readUploads } from './uploads.ts';
import { readVoice } from './voice-rules.ts';

export interface MessageBody {
  readonly content: string;
  readonly flags: number;
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  readonly attachments: AttachmentRecord[];
  readonly mentionedIds: string[];
  readonly pingedIds: string[];
  readonly allowedMentions: AllowedMentions;
  readonly nonce?: string | number;
  readonly isTts: boolean;
}

export interface MessageRules {
  /** Flags that may be set. */
  readonly flags: number;
  readonly sizeLimitBytes: number;
  /** A forward needs nothing of its own. */
  readonly mayBeEmpty?: boolean;
  /** Where in the request the fields are: "data" of a callback. */
  readonly at?: string;
}

const longestContent = 2000;
type Fields = Record<string, unknown>;

export function readNewMessage(call: Call, rules: MessageRules): MessageBody {
  const form = createForm();
  const at = rules.at === undefined ? form : form.at(rules.at);
  const whole = asObject(call.json ?? {}, form) ?? {};
  const json = (rules.at === undefined ? whole : asObject(whole[rules.at] ?? {}, at)) ?? {};
  form.check();
  const flags = readFlags(json.flags, at.at('flags'), rules.flags);
  const { state } = call;
  const { sizeLimitBytes } = rules;
  const uploads = readUploads(
    { files: call.files, described: json.attachments, existing: [], sizeLimitBytes, makeId: state.world.makeId },
    at,
  );
  const content = (asOptionalText(json.content, at.at('content'), { max: longestContent }) ?? '').trim();
  const embeds = readEmbeds(json.embeds, at.at('embeds'));
  const isVoice = Boolean(flags & Flags.IsVoiceMessage);
  const isTts = asOptionalBoolean(json.tts, at.at('tts')) ?? false;
  if (isVoice) {
    form.check();
    const hasMore = content !== '' || [json.embeds, json.components, json.sticker_ids].some(isFilled) || isFilled(json.poll);
    const attachments = [withoutTold(readVoice({ added: uploads.added, hasMore }))];
    const mentions = {
      mentionedIds: [],
      pingedIds: [],
      allowedMentions: readAllowedMentions(json.allowed_mentions, at.at('allowed_mentions')),
    };
    form.check();
    return { content, flags, embeds, components: [], attachments, ...mentions, nonce: readNonce(json.nonce, at), isTts };
  }
  const attachments = uploads.added.map(withoutTold);
  const components = readLayout(json, at, { flags, attachments });
  const allowedMentions = readAllowedMentions(json.allowed_mentions, at.at('allowed_mentions'));
  const nonce = readNonce(json.nonce, at.at('nonce'));
  form.check();
  if (content === '' && [embeds, components, attachments].every(({ length }) => length === 0) && !rules.mayBeEmpty)
    throw apiError('emptyMessage');
  const mentionedIds = mentionedIn(state.world, [content, JSON.stringify(components)].join(' '));
  const pingedIds = pinged(mentionedIds, allowedMentions);
  return { content, flags, embeds, components, attachments, mentionedIds, pingedIds, allowedMentions, nonce, isTts };
}

export type MessageEdit = Pick<
  MessageRecord,
  'content' | 'flags' | 'embeds' | 'components' | 'attachments' | 'mentionedIds' | 'pingedIds'
>;

/** The message as it will be. `null` empties a field, a field that is left out stays. */
export function readEdit(call: Call, message: MessageRecord, rules: Pick<MessageRules, 'sizeLimitBytes' | 'at'>): MessageEdit {
  if (message.flags & Flags.IsVoiceMessage) throw apiError('voiceNotEditable');
  const form = createForm();
  const at = rules.at === undefined ? form : form.at(rules.at);
  const whole = asObject(call.json ?? {}, form) ?? {};
  const json = (rules.at === undefined ? whole : asObject(whole[rules.at] ?? {}, at)) ?? {};
  form.check();
  const flags = editedFlags(message.flags, json.flags, at.at('flags'));
  const { world } = call.state;
  const input = {
    files: call.files,
    described: json.attachments,
    existing: message.attachments,
    sizeLimitBytes: rules.sizeLimitBytes,
  };
  const uploads = readUploads({ ...input, makeId: world.makeId }, at);
  const attachments = [...uploads.kept, ...uploads.added.map(withoutTold)];
  const content =
    json.content === undefined
      ? message.content
      : (asOptionalText(json.content, at.at('content'), { max: longestContent }) ?? '').trim();
  const embeds = json.embeds === undefined ? message.embeds : readEmbeds(json.embeds, at.at('embeds'));
  const layout = { ...json, content, embeds };
  const components = json.components === undefined ? message.components : readLayout(layout, at, { flags, attachments });
  if (json.components === undefined) checkLegacy(layout, at, flags);
  const allowedMentions = readAllowedMentions(json.allowed_mentions, at.at('allowed_mentions'));
  form.check();
  if (content === '' && [embeds, components, attachments].every(({ length }) => length === 0)) throw apiError('emptyMessage');
  const mentionedIds = mentionedIn(world, [content, JSON.stringify(components)].join(' '));
  return { content, flags, embeds, components, attachments, mentionedIds, pingedIds: pinged(mentionedIds, allowedMentions) };
}

function readFlags(value: unknown, form: Form, allowed: number): number {
  if (value === undefined || value === null) return 0;
  const flags = asInteger(value, form) ?? 0;
  // Discord may pass over others in silence; a message that was meant to be something else shall not go unseen here.
  if (flags & ~allowed) form.fail('MESSAGE_FLAGS_INVALID', `Flags ${flags & ~allowed} cannot be set here`);
  return flags;
}

const editable = Flags.SuppressEmbeds | Flags.IsComponentsV2;

/** Other changes are passed over; what is to be a message of components stays one; what was loading no longer is. */
function editedFlags(before: number, value: unknown, form: Form): number {
  const asked = value === undefined || value === null ? before : (asInteger(value, form) ?? 0);
  const kept = before & ~(Flags.SuppressEmbeds | Flags.Loading);
  return kept | (asked & editable);
}

interface Layout {
  readonly flags: number;
  readonly attachments: readonly AttachmentRecord[];
}

function readLayout(json: Fields, form: Form, { flags, attachments }: Layout): APIMessageTopLevelComponent[] {
  checkLegacy(json, form, flags);
  if (json.components === undefined || json.components === null) return [];
  const filenames = new Set(attachments.map(({ filename }) => filename));
  return readComponents(json.components, form.at('components'), { isV2: Boolean(flags & Flags.IsComponentsV2), filenames });
}

function checkLegacy(json: Fields, form: Form, flags: number): void {
  if (!(flags & Flags.IsComponentsV2)) return;
  for (const name of ['content', 'embeds', 'sticker_ids', 'poll']) {
    if (!isFilled(json[name])) continue;
    const message = `The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
    form.at(name).fail('MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
  }
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '';
}

function readNonce(value: unknown, form: Form): string | number | undefined {
  if (typeof value === 'number') return asInteger(value, form);
  return asOptionalText(value, form, { max: 25 });
}

function pinged(mentionedIds: readonly string[], { users }: AllowedMentions): string[] {
  return mentionedIds.filter(id => users === 'all' || users.has(id));
}

function withoutTold({ told, ...attachment }: AttachmentRecord & { told: unknown }): AttachmentRecord {
  return attachment;
}
