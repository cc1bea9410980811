/** HTTP API: routes, the token, faults, one record per call. After HttpConnection and ClientManager of tdlib/telegram-bot-api. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { ApiCall } from './control.ts';
import type { FaultPlan } from './faults.ts';
import { methods } from './methods/index.ts';
import { createParameters } from './parameters.ts';
import { type RequestBody, readRequestBody, skipBody } from './request-body.ts';
import type { World } from './world/world.ts';

export interface HttpApiOptions {
  readonly world: World;
  readonly token: string;
  readonly faults: FaultPlan;
  readonly isRevoked: () => boolean;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export function createHttpApi({ world, token, faults, isRevoked }: HttpApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    try {
      const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
      if (file)
        return await download(request, response, { token: decodeURIComponent(file[1]), path: decodeURIComponent(file[2]) });
      const call = /^\/bot([^/]+)\/([^/]*)$/.exec(url.pathname);
      if (!call) throw new ApiError(404, 'Not Found');
      checkToken(decodeURIComponent(call[1]));
      await answer(request, response, { name: call[2], query: url.searchParams });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await skipBody(request).catch(() => {});
      sendError(response, error);
    }
  };

  function checkToken(given: string): void {
    if (!/^[1-9]\d*:[^/]+$/.test(given) || given.length > 80) throw new ApiError(401, 'Unauthorized: invalid token specified');
    if (given !== token || isRevoked()) throw new ApiError(401, 'Unauthorized');
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    { name, query }: { name: string; query: URLSearchParams },
  ) {
    const method = name.toLowerCase();
    const fault = faults.take(method);
    const call: Writable<ApiCall> = {
      method: name,
      parameters: {},
      files: {},
      contentType: request.headers['content-type'] ?? '',
      startedMs: world.clock.now(),
      isWebhookReply: false,
    };
    world.calls.push(call);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      if (fault?.kind === 'drop' && fault.when === 'before') throw new Dropped();
      if (fault?.kind === 'drop' && fault.when === 'upload') await firstBytes(request);
      const body = await readRequestBody(request, query);
      record(call, body);
      if (fault?.kind === 'error') throw new ApiError(fault.code, fault.description, fault.parameters);
      if (fault?.kind === 'page') throw new Page(fault.code);
      const run = methods[method];
      if (!run) throw new ApiError(404, 'Not Found: method not found');
      const result = await run({ world, parameters: createParameters(body), gone: gone.signal });
      if (fault?.kind === 'hold') await fault.until;
      if (fault?.kind === 'drop') throw new Dropped();
      finish(call, { status: 200, result });
      send(response, 200, { ok: true, result });
    } catch (error) {
      settle(call, error);
      if (error instanceof ApiError) sendError(response, error);
      else if (error instanceof Page) sendPage(response, error.code);
      else request.socket.destroy();
      if (!(error instanceof ApiError || error instanceof Page || error instanceof Dropped) && !request.destroyed) throw error;
    }
  }

  function settle(call: Writable<ApiCall>, error: unknown): void {
    if (error instanceof ApiError) finish(call, { status: error.code, description: error.message });
    else if (error instanceof Page) finish(call, { status: error.code });
    else finish(call, { status: 0 });
  }

  function finish(call: Writable<ApiCall>, outcome: Pick<ApiCall, 'status' | 'description' | 'result'>): void {
    Object.assign(call, outcome, { endedMs: world.clock.now() });
    world.changes.notify();
  }

  async function download(
    request: IncomingMessage,
    response: ServerResponse,
    { token: given, path }: { token: string; path: string },
  ) {
    checkToken(given);
    const fault = faults.take('download');
    const file = world.files.atPath(path);
    if (fault?.kind === 'error') throw new ApiError(fault.code, fault.description, fault.parameters);
    if (fault?.kind === 'page') return sendPage(response, fault.code);
    if (fault?.kind === 'hold') await fault.until;
    if (!file) throw new ApiError(404, 'Not Found');
    if (fault?.kind === 'drop' && fault.when !== 'answer') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length });
    if (fault?.kind !== 'drop') return void response.end(file.bytes);
    response.write(file.bytes.subarray(0, file.bytes.length >> 1), () => request.socket.destroy());
  }
}

class Dropped extends Error {}

class Page extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`page ${code}`);
    this.code = code;
  }
}

function record(call: Writable<ApiCall>, { parameters, files }: RequestBody): void {
  call.parameters = Object.fromEntries(parameters);
  call.files = Object.fromEntries(
    [...files].map(([name, { fileName, mimeType, bytes }]) => [name, { fileName, mimeType, bytes: bytes.length }]),
  );
}

async function firstBytes(request: IncomingMessage): Promise<never> {
  const { promise, resolve } = Promise.withResolvers<void>();
  request.once('data', () => resolve());
  request.once('end', () => resolve());
  request.once('close', () => resolve());
  await promise;
  throw new Dropped();
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, { code, message, parameters }: ApiError): void {
  const retryAfter = parameters?.retry_after;
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  send(response, code, { ok: false, error_code: code, description: message, ...(parameters && { parameters }) }, headers);
}

function sendPage(response: ServerResponse, code: number): void {
  const title = `${code} ${code === 502 ? 'Bad Gateway' : 'Service Unavailable'}`;
  response.writeHead(code, { 'content-type': 'text/html' });
  response.end(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  );
}
