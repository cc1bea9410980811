import { type Client, Events, GatewayCloseCodes } from 'discord.js';
import type { Refusal } from '../../errors.ts';
import { codeOf } from './faults.ts';
import { closedForGood, intentsRefused, sessionsUsedUp, shardingWanted, tokenRefused, unreachable } from './refusals.ts';

/** Login: connects to the gateway, and says in words what Discord has against it. What can pass by itself discord.js tries again. */
export interface LoginOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly deadlineSeconds?: number;
}

export const loginDefaults = { deadlineSeconds: 90 } as const;

/** Resolves when the bot knows its servers. Refuses with 'discord-*'. */
export async function logIn(client: Client, options: LoginOptions): Promise<void> {
  const { token, apiUrl, deadlineSeconds = loginDefaults.deadlineSeconds } = options;
  const ready = Promise.withResolvers<void>();
  const onClosed = ({ code }: { readonly code: number }) => ready.reject(endedFor(code));
  client.once(Events.ClientReady, () => ready.resolve());
  client.once(Events.ShardDisconnect, onClosed);
  const timer = setTimeout(() => ready.reject(unreachable(apiUrl, 'no answer')), deadlineSeconds * 1000);
  try {
    // It resolves before the servers are known, and where the connection is refused it may not settle at all.
    client.login(requireToken(token)).catch(error => setImmediate(() => ready.reject(inWords(error, apiUrl))));
    await ready.promise;
  } finally {
    clearTimeout(timer);
    client.off(Events.ShardDisconnect, onClosed);
  }
}

/** What cannot be sent at all was never a token: a line break that was copied with it, say. Refuses with 'discord-token'. */
export function requireToken(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token)) throw tokenRefused();
  return token;
}

/** A close code after which discord.js does not come back. */
export function endedFor(code: number): Refusal {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return tokenRefused();
    case GatewayCloseCodes.DisallowedIntents:
    case GatewayCloseCodes.InvalidIntents:
      return intentsRefused();
    case GatewayCloseCodes.ShardingRequired:
    case GatewayCloseCodes.InvalidShard:
      return shardingWanted();
    default:
      return closedForGood(code);
  }
}

/** discord.js knows some of it by words only. */
export function inWords(error: unknown, apiUrl: string): unknown {
  const { code, status, message = '' } = error as { code?: unknown; status?: number; message?: string };
  if (code === 'TokenInvalid' || status === 401) return tokenRefused();
  if (/^Not enough sessions remaining/.test(message)) return sessionsUsedUp();
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  const reason = codeOf(cause ?? {}) ?? codeOf(error);
  return reason === undefined ? error : unreachable(apiUrl, reason);
}
