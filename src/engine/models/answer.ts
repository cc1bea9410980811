/** Answer: what a server of models says to a request for a file, wherever it points. */
export interface Answer {
  readonly response: Response;
  /** SHA-256 that the server tells. */
  readonly promised?: string;
  readonly revision?: string;
}

/** Worth another attempt. */
export class Broken extends Error {}

const MOST_REDIRECTS = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Follows redirects by itself: Hugging Face tells the checksum and the commit of a large file in the answer that points to where its data lies, and the
 * answer from there has an ETag that looks like a checksum and is none.
 */
export async function ask(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  let promised: string | undefined;
  let revision: string | undefined;
  let at = new URL(url);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await fetch(at, { headers, signal, redirect: 'manual' });
    promised ??= checksumIn(response.headers.get('x-linked-etag'));
    revision ??= response.headers.get('x-repo-commit') ?? undefined;
    const location = response.headers.get('location');
    if (!redirects.has(response.status) || !location) return { response, promised, revision };
    await response.body?.cancel();
    const next = new URL(location, at);
    if (next.protocol !== at.protocol && next.protocol !== 'https:')
      throw new Broken(`the server points from ${at.protocol}// to ${next.protocol}//`);
    at = next;
  }
  throw new Broken(`the server points on more than ${MOST_REDIRECTS} times`);
}

function checksumIn(tag: string | null): string | undefined {
  const text = tag?.replaceAll('"', '') ?? '';
  return /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}
