import { readFile } from 'node:fs/promises';
import { languageFor, textsIn } from './commands/catalogues.ts';
import { noticeOf } from './commands/notice.ts';
import type { Consent } from './consent/consent.ts';
import { consentDefaults, dayMs } from './consent/consent-defaults.ts';
import { forms, type PersonId, type PlaceId } from './consent/identity.ts';
import type { Ear } from './voices/enrolling.ts';
import type { Voice, Voices } from './voices/voices.ts';

/**
 * Demo voice: what a newcomer can let speak before anybody was cloned: the sample message of the project, in which no person speaks. It is
 * a voice like any other, sealed and in the ledger, of an owner of its own, who lets everybody in one place use it.
 */
export interface DemoVoiceParts {
  readonly voices: Voices;
  readonly consent: Consent;
  readonly ear: Ear;
  readonly now: () => number;
}

export interface DemoVoiceWish {
  readonly owner: PersonId;
  readonly placeId: PlaceId;
}

const sample = {
  audio: new URL('../samples/voice-message.ogg', import.meta.url),
  transcript: new URL('../samples/voice-message.txt', import.meta.url),
  name: 'Demo',
  language: 'en',
};

/** The permission is given anew when this much of it is left. */
const renewDays = 30;

/** Makes it where it is missing, and keeps it allowed; safe to repeat. */
export async function offerDemoVoice(
  { owner, placeId }: DemoVoiceWish,
  parts: DemoVoiceParts,
  signal: AbortSignal,
): Promise<void> {
  const { consent, now } = parts;
  const voice = (await standingVoice(owner, parts)) ?? (await makeVoice({ owner, placeId }, parts, signal));
  const rules = consent.rules(voice.id, owner);
  if (rules.some(rule => rule.placeId === placeId && rule.untilMs > now() + renewDays * dayMs)) return;
  const untilMs = now() + consentDefaults.longestGrantDays * dayMs;
  await consent.allow(voice.id, owner, { audience: { kind: 'everyone' }, placeId, forms, untilMs });
}

async function standingVoice(owner: PersonId, { voices, consent }: DemoVoiceParts): Promise<Voice | undefined> {
  for (const voice of await voices.owned(owner)) {
    if (consent.status(voice.id)?.state === 'standing') return voice;
    await voices.revoke(voice.id, owner);
  }
  return undefined;
}

async function makeVoice(
  { owner, placeId }: DemoVoiceWish,
  { voices, ear }: DemoVoiceParts,
  signal: AbortSignal,
): Promise<Voice> {
  const { name, language } = sample;
  const transcript = (await readFile(sample.transcript, 'utf8')).trim();
  const source = new Uint8Array(await readFile(sample.audio));
  const { print, kept } = await ear.clone([{ source, name: 'sample', transcript, language }], signal);
  const candidate = {
    name,
    language,
    engine: ear.engine,
    print,
    recordings: kept.map(audio => ({ audio, transcript, language })),
    designed: true,
    enrolment: {
      placeId,
      notice: noticeOf(textsIn(languageFor(language))),
      verification: { method: 'sample', scores: {}, thresholds: {} },
    },
  };
  return voices.create(owner, candidate, signal);
}
