import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';

/** Faults: what an error of Discord's REST interface means for what can still be done. https://docs.discord.com/developers/topics/opcodes-and-status-codes */

/** The token of the interaction is over, after 15 minutes or because the answer came after 3 seconds. */
export function isExpired(error: unknown): boolean {
  return hasCode(error, [
    RESTJSONErrorCodes.UnknownInteraction,
    RESTJSONErrorCodes.InvalidWebhookToken,
    RESTJSONErrorCodes.UnknownWebhook,
  ]);
}

/** Somebody else has answered: another process with the same token, or this one, to the same interaction delivered twice. */
export function isAnsweredAlready(error: unknown): boolean {
  return hasCode(error, [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]);
}

/** The message is not there any more; an ephemeral one can be dismissed. */
export function isMessageGone(error: unknown): boolean {
  return hasCode(error, [RESTJSONErrorCodes.UnknownMessage]);
}

/** The bot's token counts no longer. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401;
}

/** Another way may still work: Discord refused this one, or has trouble. */
export function isDiscordFault(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError || error instanceof HTTPError || error instanceof RateLimitError || isNetworkFault(error)
  );
}

export function isBusy(error: unknown): boolean {
  return error instanceof RateLimitError;
}

/** For the log: Discord's number, or the system's word. */
export function codeOf(error: unknown): string | undefined {
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  const found = code ?? status;
  return found === undefined ? undefined : String(found);
}

/** The connection broke off, or nothing came: whether Discord did what was asked is not known. */
export function isNetworkFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DiscordAPIError || error instanceof HTTPError) return false;
  const { name, code, cause } = error as NodeJS.ErrnoException & { readonly cause?: NodeJS.ErrnoException };
  return name === 'AbortError' || name === 'TimeoutError' || isOfNetwork(code) || isOfNetwork(cause?.code);
}

/** As the system and undici call them; "ERR_..." is a mistake of ours. */
function isOfNetwork(code: unknown): boolean {
  return typeof code === 'string' && /^(?:E[A-Z]+|EAI_\w+|UND_ERR_\w+)$/.test(code);
}

function hasCode(error: unknown, codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}
