/** Api: the HTTP side of the loopback Discord. Each request is recorded, disturbed if a test wants it, limited, authorised, carried out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord, Violation } from '../control/trouble.ts';
import type { DiscordState } from '../state.ts';
import { ApiError, apiError } from './api-error.ts';
import { type Body, readBody } from './body.ts';
import type { ArrangedFaults, Fault } from './faults.ts';
import { limitedAnswer, type RateLimits } from './rate-limits.ts';
import { type Answer, type Found, findRoute, type Route } from './route.ts';

export const apiPath = '/api';
const versionPath = `${apiPath}/v10`;

export interface ApiOptions {
  readonly state: DiscordState;
  readonly routes: readonly Route[];
  readonly faults: ArrangedFaults;
  readonly limits: RateLimits;
  readonly violated: (violation: Violation) => void;
  readonly changed: () => void;
}

export interface Api {
  readonly requests: readonly RequestRecord[];
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

type Recorded = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] };

interface Outcome {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createApi({ state, routes, faults, limits, violated, changed }: ApiOptions): Api {
  const requests: Recorded[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const method = request.method ?? 'GET';
    const path = url.pathname.slice(versionPath.length);
    const found = url.pathname.startsWith(`${versionPath}/`) ? findRoute(routes, { method, path }) : undefined;
    const route = typeof found === 'object' ? found.route.path : path;
    const record: Recorded = {
      method,
      route,
      path: url.pathname,
      body: undefined,
      files: [],
      receivedAtMs: state.world.clock.now(),
      status: undefined,
      errorCode: undefined,
      answeredAtMs: undefined,
    };
    requests.push(record);
    changed();

    const fault = faults.take({ method, route });
    if (fault?.kind === 'drop' && fault.when === 'before') return void request.socket.destroy();
    const outcome = await outcomeOf({ request, url, found, record, fault });
    if (fault?.kind === 'drop') return void request.socket.destroy();
    answer(response, outcome);
    record.status = outcome.status;
    record.errorCode = outcome.status >= 400 ? codeOf(outcome.body) : undefined;
    record.answeredAtMs = state.world.clock.now();
    if ([401, 403, 429].includes(outcome.status) && outcome.headers?.['x-ratelimit-scope'] !== 'shared') limits.countInvalid();
    if (!fault && outcome.status >= 400 && outcome.status < 500 && outcome.status !== 429) {
      const { message = '', errors } = outcome.body as { message?: string; errors?: unknown };
      violated({ where: 'rest', what: `${method} ${route}`, code: codeOf(outcome.body), message, details: errors });
    }
    changed();
  }

  interface Incoming {
    readonly request: IncomingMessage;
    readonly url: URL;
    readonly found: Found | 'method' | undefined;
    readonly record: Recorded;
    readonly fault: Fault | undefined;
  }

  async function outcomeOf({ request, url, found, record, fault }: Incoming): Promise<Outcome> {
    try {
      // Read before anything is answered: a client that is still sending would see a broken connection instead.
      const body = await readBody(request);
      record.body = body.json;
      record.files = body.files.map(({ field, filename, contentType, bytes }) => ({
        field,
        filename,
        contentType,
        sizeBytes: bytes.length,
      }));
      await faults.released(record);
      if (request.socket.destroyed) return { status: 503, body: { message: 'its sender has gone', code: 0 } };
      if (fault?.kind === 'failure') {
        const { status, code = 0, message = `${status}` } = fault.failure;
        return { status, body: { message, code } };
      }
      if (fault?.kind === 'limit') return { status: 429, ...limitedAnswer(fault.limit) };
      if (!isKnownAgent(request.headers['user-agent'])) throw apiError('badUserAgent');
      if (limits.isBanned)
        return {
          status: 429,
          headers: { 'retry-after': '600' },
          body: { message: 'You are being blocked from accessing our API temporarily', code: 0 },
        };
      if (found === undefined) throw apiError('notFound');
      if (found === 'method') throw apiError('methodNotAllowed');
      return await carryOut({ ...found, body, query: url.searchParams, authorization: request.headers.authorization });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, code, message, errors } = error;
      return { status, body: { message, code, ...(errors ? { errors } : {}) } };
    }
  }

  interface Request extends Found {
    readonly body: Body;
    readonly query: URLSearchParams;
    readonly authorization: string | undefined;
  }

  async function carryOut({ route, params, body, query, authorization }: Request): Promise<Outcome> {
    const app = state.world.apps.values().find(({ token }) => authorization === `Bot ${token}`);
    if (route.auth === 'bot' && !app) throw apiError('unauthorized');
    const { headers, limited } = limits.take({ route, params, who: app?.id ?? params['application.id'] ?? '' });
    if (limited) {
      const { headers: more, body: message } = limitedAnswer(limited);
      return { status: 429, headers: { ...headers, ...more }, body: message };
    }
    const call = { state, params, query, json: body.json, files: body.files };
    try {
      const result: Answer = await (route.auth === 'bot' ? route.handle({ ...call, app: app! }) : route.handle(call));
      return { status: route.status ?? (result ? 200 : 204), body: result, headers };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, code, message, errors } = error;
      return { status, headers, body: { message, code, ...(errors ? { errors } : {}) } };
    }
  }

  return { requests, handle };
}

/** "DiscordBot ($url, $versionNumber)" (reference, "User Agent"). */
function isKnownAgent(agent: string | undefined): boolean {
  return /^DiscordBot \(.+, .+\)/.test(agent ?? '');
}

function codeOf(body: object | undefined): number {
  return (body as { code?: number } | undefined)?.code ?? 0;
}

function answer(response: ServerResponse, { status, body, headers }: Outcome): void {
  const text = body === undefined ? undefined : JSON.stringify(body);
  response.writeHead(status, { ...headers, ...(text === undefined ? {} : { 'content-type': 'application/json' }) });
  response.end(text);
}
