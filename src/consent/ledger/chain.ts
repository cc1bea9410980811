import { createHash } from 'node:crypto';

/**
 * Chain: each event's hash covers the event and the hash before it, so nothing can be changed, left out or put in without every later hash
 * being another one. What a chain alone cannot show is a missing end: for that, keep a hash (a receipt has one) and look it up.
 *
 * The bytes that are hashed, with SHA-256, are a JSON array in UTF-8 without white space:
 *
 *   [position,stream,version,atMs,kind,body,previous]
 *
 *   position, version, atMs   decimal integers
 *   stream, kind, previous    JSON strings; `previous` is the hash of the event before in 64 lower-case hex digits, 64 zeros for the first
 *   body                      a JSON object in the canonical form of RFC 8785, which is also the text that the database holds
 *
 * Example: [1,"instance",1,1700000000000,"stopped",{"by":"2k..."},"0000...0000"]
 */
export interface Link {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly atMs: number;
  readonly kind: string;
  /** As it is stored: canonical JSON. */
  readonly bodyText: string;
  readonly hash: string;
}

/** What the next link leans on. */
export type Head = Pick<Link, 'position' | 'atMs' | 'hash'>;

/** Before the first event. */
export const genesis: Head = { position: 0, atMs: 0, hash: '0'.repeat(64) };

export function linkHash(link: Omit<Link, 'hash'>, previous: string): string {
  const { position, stream, version, atMs, kind, bodyText } = link;
  const bytes = `[${position},${JSON.stringify(stream)},${version},${atMs},${JSON.stringify(kind)},${bodyText},"${previous}"]`;
  return createHash('sha256').update(bytes).digest('hex');
}

/** What is wrong with a link that should follow `head`; undefined: nothing. */
export function flawOf(link: Link, head: Head): string | undefined {
  const expected = head.position + 1;
  if (link.position !== expected) return `event ${expected} is missing; the next one is event ${link.position}`;
  if (linkHash(link, head.hash) !== link.hash) return `event ${expected} was changed, or put in: its hash does not fit`;
  if (link.atMs < head.atMs) return `event ${expected} says that it is older than the one before it`;
  return undefined;
}
