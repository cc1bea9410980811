import { createHash } from 'node:crypto';
import { ApiFailure, isRefused } from '../api/failure.ts';
import { type Bounded, createBounded } from '../bounded.ts';
import type { Clock } from '../clock.ts';
import type { Where } from '../where.ts';
import type { Media } from '../wire.ts';
import type { Keyboard } from './keyboard.ts';
import type { Outbox } from './outbox.ts';
import { isFormRefused, type SoundForm, soundForms, soundMethods } from './sound-forms.ts';
import { harmless, shortened, textLimits } from './text.ts';

/**
 * Sounds: speech on its way into a chat: as a voice message, or where the chat refuses those as an audio file, or as a document. What was
 * sent once goes out again by its id, without an upload.
 */
export interface Sounds {
  /** Which way it went; undefined: the chat takes no sound at all, and nothing was sent. Rejects with the ApiFailure. */
  send(where: Where, speech: OutgoingSound, signal: AbortSignal): Promise<SoundForm | undefined>;
}

export interface OutgoingSound {
  readonly file: Uint8Array;
  readonly durationSeconds: number;
  readonly caption: string;
  /** Stands below the caption where it does not go as a voice message, though it was meant to. */
  readonly excuse: string;
  /** The best form that is wanted. */
  readonly form: SoundForm;
  readonly keyboard?: Keyboard;
}

/** What a chat takes is tried again after a while. */
const remembered = { files: 2_000, chats: 2_000, refusedMinutes: 10 } as const;

export function createSounds(outbox: Outbox, clock: Clock): Sounds {
  const fileIds = createBounded<string, string>({ maximum: remembered.files });
  const refused: Bounded<string, true> = createBounded({
    maximum: remembered.chats,
    lifetimeMs: remembered.refusedMinutes * 60_000,
    now: clock.now,
  });

  async function sendAs(form: SoundForm, where: Where, speech: OutgoingSound, signal: AbortSignal): Promise<void> {
    const key = `${form} ${createHash('sha256').update(speech.file).digest('base64url')}`;
    const known = fileIds.get(key);
    if (known !== undefined) {
      try {
        await outbox.send(where, contentOf(form, speech, known), signal);
        return;
      } catch (error) {
        if (!isRefused(error, 400) || isFormRefused(error.description)) throw error;
        fileIds.delete(key);
      }
    }
    const message = await outbox.send(where, contentOf(form, speech), signal);
    const fileId = (message[form] as Media | undefined)?.file_id;
    if (fileId !== undefined) fileIds.set(key, fileId);
  }

  return {
    async send(where, speech, signal) {
      for (const form of soundForms.slice(soundForms.indexOf(speech.form))) {
        const place = `${where.chatId} ${form}`;
        if (refused.get(place)) continue;
        try {
          await sendAs(form, where, speech, signal);
          return form;
        } catch (error) {
          if (!(error instanceof ApiFailure && isFormRefused(error.description))) throw error;
          refused.set(place, true);
        }
      }
      return undefined;
    },
  };
}

function contentOf(
  form: SoundForm,
  { caption, excuse, file, durationSeconds, keyboard, ...speech }: OutgoingSound,
  fileId?: string,
) {
  const below = form === speech.form || excuse === '' ? '' : `\n${harmless(excuse)}`;
  const label = shortened(harmless(caption), textLimits.caption - below.length);
  const duration = form === 'document' ? {} : { duration: Math.max(1, Math.round(durationSeconds)) };
  const title = form === 'audio' ? { title: shortened(caption, 64) } : {};
  const upload = { field: form, bytes: file, fileName: form === 'voice' ? 'voice.ogg' : 'speech.ogg', mimeType: 'audio/ogg' };
  return {
    method: soundMethods[form],
    parameters: { caption: label + below, ...duration, ...title, ...(fileId === undefined ? {} : { [form]: fileId }) },
    ...(fileId === undefined ? { file: upload } : {}),
    ...(keyboard ? { keyboard } : {}),
  };
}
