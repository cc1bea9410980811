import { Refusal } from '../errors.ts';
import { createAdminDecisions } from './admin-decisions.ts';
import { type Schedule, schedule as timers } from './alarm.ts';
import { createSteadyClock } from './clock.ts';
import type { Consent } from './consent.ts';
import { createEnding } from './ending.ts';
import type { LedgerEvent, Token } from './events.ts';
import { exportOf } from './export.ts';
import { createForgetting } from './forgetting.ts';
import { createGate, type GateKeeper } from './gate.ts';
import type { VoiceId } from './identity.ts';
import type { Ledger } from './ledger.ts';
import { createOwnerDecisions } from './owner-decisions.ts';
import { subjectOf } from './projection.ts';
import { openRecord } from './record.ts';
import { createUseBook } from './use-book.ts';
import { createViews } from './views.ts';

export interface ConsentParts {
  /** Stays the caller's: `close` does not close it. */
  readonly ledger: Ledger;
  readonly now: () => number;
  /** Timers, for tests that move the clock themselves. */
  readonly schedule?: Schedule;
  /** What fails in the background, of listeners and of following the ledger. Left out: a warning of the process. */
  readonly onFault?: (error: unknown) => void;
}

/** Reads the whole ledger first; refuses as the ledger does. */
export async function createConsent({
  ledger,
  now,
  schedule = timers,
  onFault = warn,
}: ConsentParts): Promise<Consent & { close(): void }> {
  const clock = createSteadyClock(now);
  const listeners = new Set<(voiceId: VoiceId) => void>();
  let gate: GateKeeper | undefined;

  const record = await openRecord({
    ledger,
    clock,
    onFault,
    onNames: () => gate?.review(),
    onForgotten(names) {
      const reason = new Refusal(
        'person-forgotten',
        'What was still being spoken for you has stopped, since you asked to be forgotten.',
      );
      gate?.end(grant => names.includes(grant.personId), reason);
    },
    onEvents(events) {
      reviewAfter(events);
      for (const event of events) if (event.kind === 'voice-revoked') tellRevoked(subjectOf(event.stream)[1]);
      endOrphans(events.flatMap(ownersIn));
    },
  });
  gate = createGate({ state: record.state, names: record.names, clock, schedule });
  const endVoice = createEnding(record, gate.silence);

  function reviewAfter(events: readonly LedgerEvent[]): void {
    const subjects = events.map(event => subjectOf(event.stream));
    if (subjects.some(([kind]) => kind !== 'voice')) gate?.review();
    else for (const voiceId of new Set(subjects.map(([, id]) => id))) gate?.review(voiceId);
  }

  function tellRevoked(voiceId: VoiceId): void {
    for (const listener of [...listeners]) {
      try {
        listener(voiceId);
      } catch (error) {
        onFault(error);
      }
    }
  }

  /** Voices of the forgotten that stand all the same: another process made them in the very moment. */
  function endOrphans(owners: Iterable<Token>): void {
    const { state } = record;
    for (const owner of owners) {
      if (!state.forgotten.has(owner)) continue;
      const standing = [...(state.voicesOf.get(owner) ?? [])].filter(voiceId => !state.voices.get(voiceId)!.revoked);
      for (const voiceId of standing) void endVoice(voiceId, 'forgotten').catch(onFault);
    }
  }
  endOrphans(record.state.forgotten);

  const decisions = createOwnerDecisions({ record, clock, endVoice });
  const { prune, ...useBook } = createUseBook(record, clock);
  await prune();

  return {
    grant: gate.grant,
    recheck: gate.recheck,
    release: gate.release,
    usable: gate.usable,
    known: gate.known,
    ...decisions,
    ...createAdminDecisions(record),
    ...createForgetting(record, endVoice),
    ...createViews(record, clock),
    ...useBook,
    export: personId => exportOf({ record, clock, uses: useBook.uses }, personId),
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      record.close();
      gate.close(new Refusal('shutting-down', 'The bot is stopping. Try again in a minute.'));
    },
  };
}

function ownersIn(event: LedgerEvent): readonly Token[] {
  if (event.kind === 'voice-enrolled') return [event.body.owner];
  return event.kind === 'person-forgotten' ? event.body.tokens : [];
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : new Error('Something failed in the background of consent.'));
}
