import type { SteadyClock } from './clock.ts';
import type { Consent } from './consent.ts';
import type { LedgerEvent, Token } from './events.ts';
import type { PersonId, VoiceId } from './identity.ts';
import type { Names } from './names.ts';
import { voiceStream } from './projection.ts';
import type { ConsentRecord } from './record.ts';
import { namedRule } from './views.ts';

export interface ExportParts {
  readonly record: ConsentRecord;
  readonly clock: SteadyClock;
  readonly uses: Consent['uses'];
}

const mostUses = 10_000;

/** Everything the ledger knows of a person, as JSON with names and dates instead of tokens and numbers. */
export async function exportOf({ record, clock, uses }: ExportParts, personId: PersonId): Promise<unknown> {
  const { state, names } = record;
  const person = names.tokenOf(personId);
  if (person === undefined) return { person: personId, voices: [], allowedToYou: [], blockedIn: [] };
  const nowMs = clock.nowMs();

  const voiceExport = async (voiceId: VoiceId) => ({
    voice: voiceId,
    history: (await Array.fromAsync(record.ledger.read(voiceStream(voiceId)))).map(event => inWords(names, event)),
    usesOfTheLast90Days: (await uses(voiceId, personId, { limit: mostUses })).map(({ atMs, ...use }) => ({
      at: dateOf(atMs),
      ...use,
    })),
  });
  const voices = await Promise.all([...(state.voicesOf.get(person) ?? [])].map(voiceExport));
  const allowedToYou = [...state.voices.values()].flatMap(voice =>
    (voice.revoked ? [] : [...voice.rules.values()])
      .filter(({ audience }) => audience.kind === 'person' && audience.person === person)
      .flatMap(rule => namedRule(names, rule, nowMs) ?? [])
      .map(({ placeId, forms, untilMs }) => ({ voice: voice.voiceId, placeId, forms, until: dateOf(untilMs) })),
  );
  const blockedIn = [...state.places].flatMap(([place, facts]) =>
    facts.blockedPersons.has(person) ? (names.nameOf(place) ?? []) : [],
  );
  return { person: personId, voices, allowedToYou, blockedIn };
}

/** Who forbade something stays unsaid: nobody who reported a voice has to fear its owner. */
function inWords(names: Names, { kind, atMs, body, hash }: LedgerEvent): unknown {
  const inName = (key: string, value: unknown) => {
    if (key === 'by') return undefined;
    return tokenKeys.has(key) && typeof value === 'string' ? nameFor(names, value) : value;
  };
  return { at: dateOf(atMs), what: kind, details: JSON.parse(JSON.stringify(body, inName)), hash };
}

const tokenKeys = new Set(['owner', 'place', 'person', 'role']);

function nameFor(names: Names, token: Token): string {
  return names.nameOf(token) ?? 'somebody or somewhere that is forgotten';
}

function dateOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
