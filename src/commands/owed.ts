import type { Consent } from '../consent/consent.ts';
import { Refusal } from '../errors.ts';
import type { Journal, PendingReply } from '../jobs/journal.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Voice, Voices } from '../voices/voices.ts';
import type { Actions } from './action.ts';
import { toAsker } from './replies.ts';
import type { Reply } from './reply.ts';
import type { Directory } from './request.ts';
import { asReply } from './speech.ts';
import type { Texts } from './texts.ts';

/**
 * Owed: what was accepted before the program ended and is answered after the next start: spoken now where that is still allowed, or told
 * why not. Each entry leaves the journal when its answer is out, so that another crash loses none.
 */
export interface OwedParts {
  readonly consent: Consent;
  readonly voices: Voices;
  readonly queue: Queue;
  readonly journal: Journal;
  readonly actions: Actions;
  textsFor(personId: string): Promise<Texts>;
}

/** How a bot finds the place again: by the address that its request had. Refuses when that is gone. */
export type Deliver = (address: string, reply: Reply, personId: string) => Promise<void>;

export async function answerOwed(
  owed: readonly PendingReply[],
  { deliver, directory }: { readonly deliver: Deliver; readonly directory: Directory },
  parts: OwedParts,
): Promise<void> {
  for (const entry of owed) {
    const texts = await parts.textsFor(entry.personId);
    try {
      await speakNow(entry, { deliver, directory, texts }, parts);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The program ends again: what is left stays in the journal for the next start.
      if (error.code === 'shutting-down') return;
      const apology = texts.say('owed-apology', { reason: texts.refusal(error) });
      await deliver(entry.job.address, toAsker(apology), entry.personId).catch(unlessGone);
    }
    await parts.journal.remove(entry);
  }
}

/** Nobody is left there to be told; the others are still owed. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** Roles are what a platform says at the moment of asking; nobody asks now, so a permission by role does not hold here. */
async function speakNow(
  { voiceId, personId, placeId, form, job }: PendingReply,
  { deliver, directory, texts }: { readonly deliver: Deliver; readonly directory: Directory; readonly texts: Texts },
  { consent, voices, queue, actions }: OwedParts,
): Promise<void> {
  if (form === 'live') throw new Refusal('job-cancelled', 'The speech was stopped before its end.');
  const question = { voiceId, asker: { personId, placeId, roles: [] }, form };
  const { address: _, ...again } = job;
  const handle = queue.submit(again, consent.grant(question));
  const spoken = await handle.finished;
  const voice = await ownedVoice(voiceId, { consent, voices });
  consent.release(consent.grant(question));
  await directory.know?.([personId, voice.owner]);
  const person = { id: personId, name: directory.personName(personId) ?? '', roles: [], isAdmin: false };
  const reply = asReply(spoken, { voice, form }, { names: { person, directory }, tools: { texts, actions } });
  await deliver(job.address, reply, personId);
}

async function ownedVoice(voiceId: string, { consent, voices }: Pick<OwedParts, 'consent' | 'voices'>): Promise<Voice> {
  const owner = consent.status(voiceId)?.owner;
  const voice = owner === undefined ? undefined : (await voices.owned(owner)).find(({ id }) => id === voiceId);
  if (voice) return voice;
  throw new Refusal('consent-revoked', 'This voice was deleted.');
}
