import { type APIAttachment, type APIMessage, MessageReferenceType } from 'discord.js';
import { MAXIMUM_FILE_BYTES } from '../../../audio/probe.ts';
import type { PersonId, VoiceMessage } from '../../../commands/request.ts';
import { Refusal } from '../../../errors.ts';
import { personId, timeOf } from '../identity.ts';
import { fetchMedia, tooLarge } from './fetch-media.ts';

/** VoiceMessage: a recording as Discord delivered it: chosen in a message, attached to a command, or uploaded in a form. */
export interface Arrival {
  /** Of the interaction that it came with. */
  readonly interactionId: string;
  readonly receivedAtMs: number;
  readonly hosts: readonly string[];
}

/** Attached or uploaded just now, by whoever interacts. */
export function fromUpload(attachment: APIAttachment, authorId: PersonId, arrival: Arrival): VoiceMessage {
  return {
    authorId,
    forwarded: false,
    sentAtMs: arrival.receivedAtMs,
    ...content(attachment, arrival),
  };
}

/**
 * Chosen in a message. Discord's clock and this machine's need not agree, so how old the message is counts from when it was chosen, both by
 * Discord's. Refuses with 'message-without-recording'.
 */
export function fromMessage(message: APIMessage, arrival: Arrival): VoiceMessage {
  const snapshot = message.message_snapshots?.[0]?.message;
  const isForwarded = snapshot !== undefined || message.message_reference?.type === MessageReferenceType.Forward;
  const attachments = [...message.attachments, ...(snapshot?.attachments ?? [])];
  const found = attachments.find(isSound) ?? attachments.find(isUnclear);
  if (!found) {
    throw new Refusal(
      'message-without-recording',
      'There is no voice message and no sound file in this message. Choose one that has a recording.',
    );
  }
  const ageMs = Math.max(0, timeOf(arrival.interactionId) - timeOf(message.id));
  return {
    authorId: personId(message.author.id),
    forwarded: isForwarded,
    sentAtMs: arrival.receivedAtMs - ageMs,
    ...content(found, arrival),
  };
}

/** By what Discord says of it; what it is in truth is found out later. */
function isSound({ content_type: type, duration_secs: duration }: APIAttachment): boolean {
  return duration !== undefined || type?.startsWith('audio/') === true;
}

/** Some clients say nothing, and some recordings are said to be films. */
function isUnclear({ content_type: type = '' }: APIAttachment): boolean {
  return !/^(?:image|text)\//.test(type);
}

function content({ url, filename, size }: APIAttachment, { hosts }: Arrival) {
  return {
    name: filename,
    sizeBytes: size,
    async download(signal: AbortSignal) {
      if (size > MAXIMUM_FILE_BYTES) throw tooLarge(MAXIMUM_FILE_BYTES);
      return fetchMedia(url, { hosts, maximumBytes: MAXIMUM_FILE_BYTES, signal });
    },
  };
}
