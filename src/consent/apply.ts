import { consentDefaults, dayMs } from './consent-defaults.ts';
import type { EventKind, LedgerEvent } from './events.ts';
import { audienceKey, type PlaceFacts, type Projection, subjectOf, type VoiceFacts } from './projection.ts';

type Appliers = { readonly [Kind in EventKind]: (state: Projection, event: LedgerEvent<Kind>) => void };

/** To add a kind of event: its body in events.ts, what it changes here. Events of one stream must come in order; streams may interleave. */
const appliers: Appliers = {
  'voice-enrolled': (state, { stream, body, atMs }) => {
    const [, voiceId] = subjectOf(stream);
    const known = state.voices.get(voiceId);
    if (known) {
      known.generation++;
      known.confirmedAtMs = atMs;
      return;
    }
    state.voices.set(voiceId, {
      voiceId,
      owner: body.owner,
      enrolledAtMs: atMs,
      generation: 1,
      confirmedAtMs: atMs,
      usedAtMs: atMs,
      stopped: false,
      rules: new Map(),
      allowedBefore: new Set(),
      blockedIn: new Set(),
      frozenIn: new Set(),
    });
    addTo(state.voicesOf, body.owner, voiceId);
  },
  'voice-reconfirmed': (state, event) => {
    voiceOf(state, event).confirmedAtMs = event.atMs;
  },
  'voice-revoked': (state, event) => {
    voiceOf(state, event).revoked ??= { atMs: event.atMs, hash: event.hash };
  },
  'voice-used': (state, event) => {
    voiceOf(state, event).usedAtMs = event.atMs;
  },
  'rule-allowed': (state, event) => {
    const voice = voiceOf(state, event);
    voice.rules.set(event.body.rule, { ...event.body, position: event.position });
    addTo(state.voicesIn, event.body.place, voice.voiceId);
  },
  'rule-ended': (state, event) => {
    const voice = voiceOf(state, event);
    const rule = voice.rules.get(event.body.rule);
    if (!rule) return;
    voice.rules.delete(rule.rule);
    voice.allowedBefore.add(audienceKey(rule));
  },
  'voice-blocked': (state, event) => void voiceOf(state, event).blockedIn.add(event.body.place),
  'voice-unblocked': (state, event) => void voiceOf(state, event).blockedIn.delete(event.body.place),
  'voice-frozen': (state, event) => void voiceOf(state, event).frozenIn.add(event.body.place),
  'voice-unfrozen': (state, event) => void voiceOf(state, event).frozenIn.delete(event.body.place),
  'person-blocked': (state, event) => void placeOf(state, event).blockedPersons.add(event.body.person),
  'person-unblocked': (state, event) => void placeOf(state, event).blockedPersons.delete(event.body.person),
  stopped: (state, event) => setStopped(state, event, true),
  resumed: (state, event) => setStopped(state, event, false),
  'place-left': (state, event) => {
    placeOf(state, event).leftAtMs ??= event.atMs;
  },
  'place-joined': (state, event) => {
    const place = placeOf(state, event);
    const awayMs = event.atMs - (place.leftAtMs ?? event.atMs);
    if (awayMs >= consentDefaults.leftPlaceDays * dayMs) place.emptiedAtPosition = event.position;
    place.leftAtMs = undefined;
  },
  'place-forgotten': (state, { body }) => forget(state, body.tokens),
  'person-forgotten': (state, { body }) => forget(state, body.tokens),
};

/** Takes in the next event of its stream: no clock, no chance, nothing but the event. Changes `state` in place, since ledgers are long. */
export function apply(state: Projection, event: LedgerEvent): void {
  const change = appliers[event.kind] as ((state: Projection, event: LedgerEvent) => void) | undefined;
  if (!change) throw new Error(`The ledger holds an event of the kind "${event.kind}", which this version does not know.`);
  change(state, event);
  state.versions.set(event.stream, event.version);
  state.atMs = Math.max(state.atMs, event.atMs);
}

function voiceOf(state: Projection, event: LedgerEvent): VoiceFacts {
  const voice = state.voices.get(subjectOf(event.stream)[1]);
  if (!voice)
    throw new Error(`The ledger is damaged: event ${event.position} ("${event.kind}") comes before its voice was enrolled.`);
  return voice;
}

function placeOf(state: Projection, event: LedgerEvent): PlaceFacts {
  const [, token] = subjectOf(event.stream);
  const known = state.places.get(token);
  if (known) return known;
  const place: PlaceFacts = { stopped: false, leftAtMs: undefined, emptiedAtPosition: 0, blockedPersons: new Set() };
  state.places.set(token, place);
  return place;
}

function setStopped(state: Projection, event: LedgerEvent, stopped: boolean): void {
  const [kind] = subjectOf(event.stream);
  if (kind === 'voice') voiceOf(state, event).stopped = stopped;
  else if (kind === 'place') placeOf(state, event).stopped = stopped;
  else state.instanceStopped = stopped;
}

function forget(state: Projection, tokens: readonly string[]): void {
  for (const token of tokens) state.forgotten.add(token);
}

function addTo<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = sets.get(key);
  if (known) known.add(value);
  else sets.set(key, new Set([value]));
}
