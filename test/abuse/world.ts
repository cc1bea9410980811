/**
 * World: everything behind the bots, in memory and with a clock that the test moves; only hearing and speaking are played. Ada owns the
 * voices "Ada", which Ben may use for notes in the den for a month, and "Secret", which nobody else may use. Mod is an admin, Olga the operator.
 */
import { createActions } from '../../src/commands/action.ts';
import { createDispatcher } from '../../src/commands/dispatch.ts';
import { createDrafts } from '../../src/commands/drafts.ts';
import { createFlood } from '../../src/commands/flood.ts';
import { commands } from '../../src/commands/index.ts';
import { createRecent } from '../../src/commands/recent.ts';
import type { Reply } from '../../src/commands/reply.ts';
import { createReports } from '../../src/commands/reports.ts';
import type { Request } from '../../src/commands/request.ts';
import { createSettings } from '../../src/commands/stored-settings.ts';
import { createChallenges } from '../../src/consent/challenges.ts';
import type { Form, PersonId, PlaceId, VoiceId } from '../../src/consent/identity.ts';
import { Refusal } from '../../src/errors.ts';
import { createJournal } from '../../src/jobs/journal.ts';
import { createLocalQueue, type LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { SpeakHandle } from '../../src/jobs/queue.ts';
import type { Speaker } from '../../src/jobs/speaker.ts';
import { createEnrolling } from '../../src/voices/create-enrolling.ts';
import type { Step } from '../../src/voices/making.ts';
import { createMemoryLog, type LogLine, requestFor } from '../commands/requests.ts';
import { createInstantSpeaker } from '../jobs/scripted-speaker.ts';
import { job, storedPrint } from '../jobs/support.ts';
import { createManualTime, dayMs, minuteMs } from '../support/manual-time.ts';
import { createFakeEar } from '../voices/fake-ear.ts';
import { candidate, createParts, notice } from '../voices/support.ts';

export const [ada, ben, eve, mod, olga] = ['console:ada', 'console:ben', 'console:eve', 'console:mod', 'console:olga'];
export const [den, hall] = ['console:place/den', 'console:place/hall'];
export const never = new AbortController().signal;

export interface WorldOptions {
  readonly speaker?: Speaker;
  readonly queue?: Partial<LocalQueueOptions>;
  readonly afterStep?: (step: Step) => void | Promise<void>;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld({ speaker = createInstantSpeaker(), queue: limits, afterStep }: WorldOptions = {}) {
  const time = createManualTime();
  const { now } = time;
  const parts = await createParts({ now, ...(afterStep ? { afterStep } : {}) });
  const { consent, voices, stores, vault, masterKey } = parts;
  const lines: LogLine[] = [];
  const ear = createFakeEar();
  const enrolling = createEnrolling({
    consent,
    voices,
    challenges: createChallenges({ challenges: stores.open('challenges'), attempts: stores.open('attempts'), now }),
    fingerprints: stores.open('fingerprints'),
    ear,
  });
  const queue = createLocalQueue({
    speaker,
    gate: consent,
    print: grant => voices.print(grant),
    recordUse: ({ grant: { voiceId, personId: requester, placeId, form }, ...use }) =>
      consent.recordUse({ ...use, voiceId, requester, placeId, form, atMs: now() }),
    hashText: text => masterKey.hashText(text),
    journal: createJournal({ store: stores.open('journal'), seal: vault.seal, open: vault.open, now }),
    onFault: (_what, error) => parts.faults.push(error),
    now,
    graceSeconds: 0.1,
    ...limits,
  });
  consent.onRevoked(voiceId => queue.forgetVoice(voiceId));
  const actions = createActions(Buffer.alloc(32, 7), now);
  const dispatcher = createDispatcher({
    consent,
    voices,
    enrolling,
    queue,
    actions,
    commands,
    settings: createSettings(stores.open('people'), stores.open('places')),
    drafts: createDrafts(),
    recent: createRecent(now),
    reports: createReports(stores.open('reports')),
    engine: { id: 'tone', languages: ['en', 'de'] },
    trace: async () => ({ marks: [], tags: { kind: 'none' }, listenedSeconds: 1, isWhole: true }),
    operators: [olga],
    flood: createFlood(now),
    log: createMemoryLog(lines),
    now,
  });

  const make = (owner: PersonId, name: string) =>
    voices.create(owner, candidate({ name, print: storedPrint, enrolment: { ...candidate().enrolment, placeId: den } }));
  const allow = (voiceId: VoiceId, { person = ben, forms = ['note'] as readonly Form[] } = {}) =>
    consent.allow(voiceId, ada, {
      audience: { kind: 'person', personId: person },
      placeId: den,
      forms,
      untilMs: now() + 30 * dayMs,
    });
  const voice = await make(ada, 'Ada');
  const secret = await make(ada, 'Secret');
  const rule = await allow(voice.id);

  function grant({ person = ben, voiceId = voice.id, place = den, form = 'note' as Form }: Asking = {}) {
    return consent.grant({ voiceId, asker: { personId: person, placeId: place, roles: [] }, form });
  }

  /** All replies; throws the refusal where the dispatcher tells one, and checks that it tells it to the asker alone, and nothing else. */
  async function send(request: Request): Promise<Reply[]> {
    const replies = await Array.fromAsync(dispatcher.handle(request));
    const line = lines.findLast(({ event, facts }) => event === 'request' && facts.request === request.id);
    const outcome = line?.facts.outcome ?? 'no line in the log';
    if (outcome === 'answered') return replies;
    const said = replies.filter(({ kind }) => kind !== 'progress');
    const [only] = said;
    if (said.length !== 1 || only?.kind !== 'text' || only.audience !== 'asker' || only.buttons)
      throw new Error(`A refusal is one text to the asker, not: ${said.map(({ kind }) => kind)}.`);
    throw new Refusal(outcome, only.text);
  }

  return {
    ...parts,
    time,
    ear,
    enrolling,
    queue,
    actions,
    dispatcher,
    voice,
    secret,
    rule,
    notice,
    make,
    allow,
    grant,
    send,
    /** A job with the grant that somebody gets. */
    submit: (text = 'Hello there.', asking?: Asking): SpeakHandle => queue.submit(job(text), grant(asking)),
    /** A minute later, somebody gives a command. */
    tell(person: PersonId, command: string, options: Request['options'] = {}, facts: Partial<Request> = {}) {
      time.advance(minuteMs);
      return send(requestFor(command, { person: personOf(person), options, ...facts }));
    },
    press(person: PersonId, action: string, facts: Partial<Request> = {}) {
      return send(requestFor('', { person: personOf(person), action, ...facts }));
    },
    async [Symbol.asyncDispose]() {
      await queue.close();
      await parts.close();
    },
  };
}

interface Asking {
  readonly person?: PersonId;
  readonly voiceId?: VoiceId;
  readonly place?: PlaceId;
  readonly form?: Form;
}

export function personOf(id: PersonId): Request['person'] {
  return { id, name: id.slice('console:'.length), roles: [], isAdmin: id === mod };
}
