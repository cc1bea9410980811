/** ApiError: how the Bot API says no. Texts as tdlib/telegram-bot-api words them (telegram-bot-api/Client.cpp) or as its users have reported them. */

export interface ApiErrorParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

export class ApiError extends Error {
  readonly code: number;
  readonly parameters?: ApiErrorParameters;

  /** `description` with its prefix, as it goes over the wire. */
  constructor(code: number, description: string, parameters?: ApiErrorParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export const badRequest = (what: string) => new ApiError(400, `Bad Request: ${what}`);

export const forbidden = (what: string) => new ApiError(403, `Forbidden: ${what}`);

export const conflict = (what: string) => new ApiError(409, `Conflict: ${what}`);

export const unauthorized = () => new ApiError(401, 'Unauthorized');

export const tooManyRequests = (retryAfterSeconds: number) =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, { retry_after: retryAfterSeconds });

export const migrated = (toChatId: number) =>
  new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: toChatId });
