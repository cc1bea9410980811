import type { LedgerEvent, Rule, Token } from './events.ts';
import type { VoiceId } from './identity.ts';

/**
 * Projection: what the events of the ledger add up to, in memory: everything that a decision needs. `apply` (apply.ts) is the only one
 * who writes it, so that the same events always make the same projection.
 */
export interface Projection {
  /** Of each stream: how many of its events are in. */
  readonly versions: Map<string, number>;
  readonly voices: Map<VoiceId, VoiceFacts>;
  readonly places: Map<Token, PlaceFacts>;
  /** Owner -> voices, also those that ended. */
  readonly voicesOf: Map<Token, Set<VoiceId>>;
  /** Place -> voices that somebody was ever allowed to use there. */
  readonly voicesIn: Map<Token, Set<VoiceId>>;
  /** Whose names are erased. */
  readonly forgotten: Set<Token>;
  instanceStopped: boolean;
  /** Time of the latest event. */
  atMs: number;
}

export interface VoiceFacts {
  readonly voiceId: VoiceId;
  readonly owner: Token;
  readonly enrolledAtMs: number;
  generation: number;
  /** When the owner last enrolled or re-confirmed. */
  confirmedAtMs: number;
  usedAtMs: number;
  stopped: boolean;
  revoked?: { readonly atMs: number; readonly hash: string };
  /** Those that nobody ended; some may have expired. */
  readonly rules: Map<string, RuleFacts>;
  /** Whom rules were for that have ended: see {@link audienceKey}. */
  readonly allowedBefore: Set<string>;
  readonly blockedIn: Set<Token>;
  readonly frozenIn: Set<Token>;
}

export type RuleFacts = Rule & { readonly position: number };

export interface PlaceFacts {
  stopped: boolean;
  leftAtMs: number | undefined;
  /** Rules up to this position are void: the bot was away for so long that everything of the place counts as deleted. */
  emptiedAtPosition: number;
  readonly blockedPersons: Set<Token>;
}

export function createProjection(): Projection {
  return {
    versions: new Map(),
    voices: new Map(),
    places: new Map(),
    voicesOf: new Map(),
    voicesIn: new Map(),
    forgotten: new Set(),
    instanceStopped: false,
    atMs: Number.NEGATIVE_INFINITY,
  };
}

export function voiceStream(voiceId: VoiceId): string {
  return `voice:${voiceId}`;
}

export function placeStream(place: Token): string {
  return `place:${place}`;
}

export const instanceStream = 'instance';

/** What a stream is about: "voice:<id>" -> ["voice", "<id>"]. */
export function subjectOf(stream: string): readonly [kind: string, id: string] {
  const colon = stream.indexOf(':');
  return colon < 0 ? [stream, ''] : [stream.slice(0, colon), stream.slice(colon + 1)];
}

/** One per place and audience: a newer rule replaces an older one with the same key. */
export function audienceKey({ place, audience }: Pick<Rule, 'place' | 'audience'>): string {
  const who = audience.kind === 'person' ? audience.person : audience.kind === 'role' ? audience.role : '';
  return `${place} ${audience.kind} ${who}`;
}

/** Every token that an event names: who reads it has to know who is meant. */
export function tokensIn(event: LedgerEvent): readonly Token[] {
  const [kind, id] = subjectOf(event.stream);
  const found: Token[] = kind === 'place' ? [id] : [];
  const body = event.body as Partial<Record<'owner' | 'place' | 'by' | 'person', Token> & Pick<Rule, 'audience'>>;
  for (const token of [body.owner, body.place, body.by, body.person]) if (token !== undefined) found.push(token);
  if (body.audience?.kind === 'person') found.push(body.audience.person);
  if (body.audience?.kind === 'role') found.push(body.audience.role);
  return found;
}
