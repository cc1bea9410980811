import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Access: who may talk to the playground. It listens on loopback, but every page of every browser on this machine can reach that: so a
 * request needs the token of this start, in a cookie that no other site can send, comes from our own page if it says where from, and names
 * a loopback host, so that a name that was bent to 127.0.0.1 does not do (DNS rebinding).
 */
export interface Access {
  /** For the address that is printed. */
  readonly token: string;
  readonly cookie: string;
  isToken(text: string | undefined): boolean;
  /** Why not, or undefined when it may. `headers` by lower-case name. */
  refusal(headers: Headers): string | undefined;
}

/** Of one start; `port` names the cookie, since cookies of one host are shared by all its ports. */
export function createAccess(port: number): Access {
  const token = randomBytes(24).toString('base64url');
  const cookieName = `consonant-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const isToken = (text: string | undefined) => text !== undefined && timingSafeEqual(digest(text), digest(token));
  return {
    token,
    cookie: `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
    isToken,
    refusal(headers) {
      if (!hosts.has(headers.get('host') ?? '')) return 'This address is not the one that was printed at the start.';
      const origin = headers.get('origin');
      if (origin !== null && !hosts.has(origin.replace(/^http:\/\//, ''))) return 'Another site may not talk to this page.';
      const site = headers.get('sec-fetch-site');
      if (site !== null && site !== 'same-origin' && site !== 'none') return 'Another site may not talk to this page.';
      if (!isToken(cookieOf(headers, cookieName))) return 'Open the address that was printed at the start; it holds the key.';
      return undefined;
    },
  };
}

function cookieOf(headers: Headers, name: string): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split('; ').map(pair => pair.split('='));
  return pairs.find(([one]) => one === name)?.[1];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
