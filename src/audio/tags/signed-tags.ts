import { isSignedBy, publicKeyOf, signBytes } from './ed25519.ts';
import { fitsOutline } from './outline.ts';

/**
 * Signed tags: what a file says of itself in its comments: that a machine spoke, when, with which engine, as which generation; and an Ed25519
 * signature over that and an outline of the sound, so that they cannot be written by somebody else nor moved to other sound.
 */
export interface TagFacts {
  /** 8 hex digits. */
  readonly generationId: string;
  readonly madeAtMs: number;
  readonly engine: string;
  /** Of the whole sound. */
  readonly durationSeconds: number;
}

export interface SigningKey {
  /** 32 bytes. */
  readonly seed: Uint8Array;
}

export interface VerifyingKey {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface HeardSound {
  /** With its edges, as outline.ts makes it. */
  readonly fingerprint: Uint8Array;
  readonly durationSeconds: number;
}

/** none: no tags of this kind. false: not what was signed. foreign: signed with a key that is not among ours, by another instance or by anybody. */
export type CheckedTags =
  | { readonly kind: 'none' | 'false' | 'foreign' }
  | { readonly kind: 'signed'; readonly facts: TagFacts; isOf(sound: HeardSound): boolean };

const names = {
  generation: 'CONSONANT_GENERATION',
  time: 'CONSONANT_TIME',
  engine: 'CONSONANT_ENGINE',
  seconds: 'CONSONANT_SECONDS',
  outline: 'CONSONANT_OUTLINE',
  key: 'CONSONANT_KEY',
  signature: 'CONSONANT_SIGNATURE',
} as const;

type Field = keyof typeof names;
type Fields = Readonly<Record<Field, string>>;

/** Cut at an edge of 20 ms, filled up by an encoder. */
const mostSecondsOff = 0.25;

/** Comments for the file, by name. */
export function signTags(facts: TagFacts, outline: Uint8Array, { seed }: SigningKey): Record<string, string> {
  const fields = {
    generation: facts.generationId,
    time: new Date(facts.madeAtMs).toISOString(),
    engine: facts.engine,
    seconds: facts.durationSeconds.toFixed(3),
    outline: Buffer.from(outline).toString('base64'),
    key: Buffer.from(publicKeyOf(seed)).toString('base64'),
  };
  const signature = Buffer.from(signBytes(seed, messageOf(fields))).toString('base64');
  const entries = Object.entries({ ...fields, signature }).map(([field, value]) => [names[field as Field], value] as const);
  return { AI_GENERATED: 'yes', DESCRIPTION: 'Synthetic speech: a machine spoke, not a person.', ...Object.fromEntries(entries) };
}

/** `comments`: of a file of anybody's, names in any case. */
export function checkTags(comments: Readonly<Record<string, string>>, keys: readonly VerifyingKey[]): CheckedTags {
  const byName = new Map(Object.entries(comments).map(([name, value]) => [name.toUpperCase(), value]));
  const found = Object.entries(names).flatMap(([field, name]) => (byName.has(name) ? [[field, byName.get(name)!] as const] : []));
  if (found.length === 0) return { kind: 'none' };
  const fields = Object.fromEntries(found) as Partial<Fields>;
  if (!isWhole(fields)) return { kind: 'false' };
  const publicKey = Buffer.from(fields.key, 'base64');
  const isSigned = publicKey.length === 32 && isSignedBy(publicKey, messageOf(fields), Buffer.from(fields.signature, 'base64'));
  if (!isSigned) return { kind: 'false' };
  if (!keys.some(known => publicKey.equals(known.publicKey))) return { kind: 'foreign' };
  const facts = {
    generationId: fields.generation,
    madeAtMs: Date.parse(fields.time),
    engine: fields.engine,
    durationSeconds: Number(fields.seconds),
  };
  return {
    kind: 'signed',
    facts,
    isOf: ({ fingerprint, durationSeconds }) =>
      Math.abs(durationSeconds - facts.durationSeconds) <= mostSecondsOff &&
      fitsOutline(fingerprint, Buffer.from(fields.outline, 'base64')),
  };
}

function isWhole(fields: Partial<Fields>): fields is Fields {
  return Object.keys(names).every(field => fields[field as Field] !== undefined);
}

function messageOf({ generation, time, engine, seconds, outline, key }: Omit<Fields, 'signature'>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(['consonant tags 1', generation, time, engine, seconds, outline, key]));
}
