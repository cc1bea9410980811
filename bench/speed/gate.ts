import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from '../../src/consent/apply.ts';
import { createConsent } from '../../src/consent/create-consent.ts';
import type { LedgerEvent, NewEvent } from '../../src/consent/events.ts';
import type { Gate, Question } from '../../src/consent/gate.ts';
import { forms } from '../../src/consent/identity.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import type { Ledger } from '../../src/consent/ledger.ts';
import { roleName } from '../../src/consent/names.ts';
import { createProjection } from '../../src/consent/projection.ts';
import { createRandom } from '../challenge/challenges.ts';
import { type Bar, quantile } from '../report.ts';

const voices = 1_000;
const eventsPerVoice = 100;
const people = 5_000;
const places = 50;
const roles = 5;
const questions = 100_000;

const person = (number: number) => `discord:${number}`;
const place = (number: number) => `discord:guild/${number}`;
const voice = (number: number) => String(number).padStart(26, '0');

/**
 * The gate over a SQLite ledger of 100 000 events: 1 000 voices with some 60 permissions each that stand, and as many events about
 * permissions that ended. Each question is timed by itself, with its grant and release or its refusal.
 */
export async function measureGate(): Promise<Bar[]> {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-gate-'));
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  try {
    await fill(ledger);
    const projectionSeconds = timeOfProjection(await Array.fromAsync(ledger.readAll()));
    const start = performance.now();
    const consent = await createConsent({ ledger, now: Date.now });
    const seconds = (performance.now() - start) / 1000;
    const { times, allowed } = askAll(consent);
    consent.close();
    const share = Math.round((100 * allowed) / questions);
    return [
      { measure: `gate: a decision, median (${share} % allowed)`, value: quantile(times, 0.5), bar: 0.2, unit: 'ms', digits: 4 },
      { measure: 'gate: a decision, 99th percentile', value: quantile(times, 0.99), bar: 2, unit: 'ms', digits: 4 },
      { measure: 'consent: projection of 100 000 events in memory', value: projectionSeconds, bar: 2, aim: 0.3, unit: 's' },
      { measure: 'consent: from 100 000 events in SQLite to ready', value: seconds, bar: 2, unit: 's' },
    ];
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true });
  }
}

function timeOfProjection(events: readonly LedgerEvent[]): number {
  const start = performance.now();
  const state = createProjection();
  for (const event of events) apply(state, event);
  return (performance.now() - start) / 1000;
}

async function fill(ledger: Ledger): Promise<void> {
  const below = createBelow(1);
  const names = [
    ...Array.from({ length: people }, (_, number) => person(number)),
    ...Array.from({ length: places }, (_, number) => place(number)),
    ...Array.from({ length: places * roles }, (_, number) => roleName(place(number % places), `${Math.floor(number / places)}`)),
  ];
  const tokens = await ledger.tokens(names);
  const tokenOf = (name: string) => tokens.get(name)!;

  function rule(number: number): NewEvent {
    const where = place(below(places));
    const kind = below(10);
    const audience =
      kind === 0
        ? ({ kind: 'everyone' } as const)
        : kind < 4
          ? ({ kind: 'role', role: tokenOf(roleName(where, `${below(roles)}`)) } as const)
          : ({ kind: 'person', person: tokenOf(person(below(people))) } as const);
    const body = { rule: `rule-${number}`, audience, place: tokenOf(where), forms, untilMs: Date.now() + 86_400_000 };
    return { kind: 'rule-allowed', body };
  }

  for (let number = 0; number < voices; number++) {
    const enrolled: NewEvent<'voice-enrolled'> = {
      kind: 'voice-enrolled',
      body: {
        owner: tokenOf(person(number)),
        place: tokenOf(place(below(places))),
        notice: { version: '1', hash: '0'.repeat(64) },
        attested: { adult: true, ownVoice: true },
        verification: { method: 'embedded', scores: {}, thresholds: {} },
      },
    };
    const allowed = Array.from({ length: 79 }, (_, index) => rule(index));
    const ended = Array.from(
      { length: 19 },
      (_, index): NewEvent => ({ kind: 'rule-ended', body: { rule: `rule-${index}`, reason: 'owner' } }),
    );
    const blocked: NewEvent = { kind: 'voice-blocked', body: { place: tokenOf(place(below(places))), by: tokenOf(person(0)) } };
    const events = [enrolled, ...allowed, ...ended, blocked];
    if (events.length !== eventsPerVoice) throw new Error(`${events.length} events instead of ${eventsPerVoice}`);
    await ledger.append(`voice:${voice(number)}`, 0, events);
  }
}

/** A third are owners, the others anybody anywhere, with two roles. */
function askAll(gate: Gate): { times: number[]; allowed: number } {
  const below = createBelow(2);
  const times: number[] = [];
  let allowed = 0;
  for (let asked = 0; asked < questions; asked++) {
    const number = below(voices);
    const personId = person(below(3) === 0 ? number : below(people));
    const asker = { personId, placeId: place(below(places)), roles: [`${below(roles)}`, `${below(roles)}`] };
    const question: Question = { voiceId: voice(number), asker, form: forms[below(forms.length)] };
    const start = performance.now();
    if (isAllowed(gate, question)) allowed++;
    times.push(performance.now() - start);
  }
  return { times, allowed };
}

function isAllowed(gate: Gate, question: Question): boolean {
  try {
    gate.release(gate.grant(question));
    return true;
  } catch {
    return false;
  }
}

function createBelow(seed: number): (limit: number) => number {
  const random = createRandom(seed);
  return limit => Math.floor(random() * limit);
}
