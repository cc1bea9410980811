/** Route: a row of the API: method, path with Discord's placeholders, who may call it, what it does. */
import type { DiscordState } from '../state.ts';
import type { AppRecord } from '../world/records.ts';
import type { UploadedFile } from './body.ts';

export interface Call {
  readonly state: DiscordState;
  /** By placeholder: "channel.id". */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

export interface BotCall extends Call {
  /** Whose bot calls. */
  readonly app: AppRecord;
}

/** undefined: 204. */
export type Answer = object | undefined;

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** "/channels/{channel.id}/messages" */
  readonly path: string;
  /** Default 200, or 204 without a body. */
  readonly status?: number;
}

export interface BotRoute extends RouteBase {
  readonly auth: 'bot';
  readonly handle: (call: BotCall) => Answer | Promise<Answer>;
}

/** A token in the path says who it is: webhooks and interactions. They do not count for the bot's global limit. */
export interface OpenRoute extends RouteBase {
  readonly auth: 'none';
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export type Route = BotRoute | OpenRoute;

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** `undefined`: no such path; 'method': not with this method. Literal parts win over placeholders: "@me" is no id. */
export function findRoute(
  routes: readonly Route[],
  request: { readonly method: string; readonly path: string },
): Found | 'method' | undefined {
  const matches = routes.flatMap(route => {
    const params = match(route.path, request.path);
    return params ? [{ route, params }] : [];
  });
  if (matches.length === 0) return undefined;
  const fitting = matches.filter(({ route }) => route.method === request.method);
  const byLiterals = fitting.sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length);
  return byLiterals[0] ?? 'method';
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/').map(decoded)];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('{')) params[part.slice(1, -1)] = given[index];
    else if (part !== given[index]) return undefined;
  }
  return params;
}

/** "%40me" is "@me". */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
