/** HTTP API: routes, the token, faults, one record per call. After HttpConnection and ClientManager of tdlib/telegram-bot-api. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, unauthorized } from './api-error.ts';
import { type CallRecord, type CallRunner, recordCall } from './call-runner.ts';
import type { Fault } from './control.ts';
import type { FaultPlan } from './faults.ts';
import { readRequestBody, skipBody } from './request-body.ts';
import type { World } from './world/world.ts';

export interface HttpApiOptions {
  readonly world: World;
  readonly faults: FaultPlan;
  readonly run: CallRunner;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export function createHttpApi({ world, faults, run }: HttpApiOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const exchange = { request, response };
    try {
      const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
      const call = /^\/bot([^/]+)\/([^/]*)$/.exec(url.pathname);
      if (!file && !call) throw new ApiError(404, 'Not Found');
      checkToken(decodeURIComponent((file ?? call)![1]));
      if (file) await download(exchange, decodeURIComponent(file[2]));
      else await answer(exchange, { name: call![2], query: url.searchParams });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await skipBody(request).catch(() => {});
      sendError(response, error);
    }
  };

  function checkToken(given: string): void {
    if (!/^[1-9]\d*:[^/]+$/.test(given) || given.length > 80) throw new ApiError(401, 'Unauthorized: invalid token specified');
    if (given !== world.token) throw unauthorized();
  }

  async function answer(exchange: Exchange, { name, query }: { name: string; query: URLSearchParams }): Promise<void> {
    const { request, response } = exchange;
    const fault = faults.take(name.toLowerCase());
    const record = recordCall(world, { method: name, contentType: request.headers['content-type'] ?? '', isWebhookReply: false });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      if (fault?.kind === 'drop' && fault.when === 'before') throw new Dropped();
      if (fault?.kind === 'drop' && fault.when === 'upload') await firstBytes(request);
      const body = await readRequestBody(request, query);
      record.received(body);
      if (world.session.isRevoked) throw unauthorized();
      refuse(fault);
      if (fault?.kind === 'hold' && fault.execute === 'after') await fault.until;
      const result = await run({ name, body, gone: gone.signal });
      if (fault?.kind === 'hold') await fault.until;
      if (fault?.kind === 'drop') throw new Dropped();
      record.succeeded(result);
      send(response, 200, { ok: true, result });
    } catch (error) {
      fail(exchange, record, error);
    }
  }

  async function download({ request, response }: Exchange, path: string): Promise<void> {
    if (world.session.isRevoked) throw unauthorized();
    const fault = faults.take('download');
    const file = world.files.atPath(path);
    if (fault?.kind === 'error' || fault?.kind === 'page') return failDownload(response, fault);
    if (fault?.kind === 'hold') await fault.until;
    if (!file) throw new ApiError(404, 'Not Found');
    if (fault?.kind === 'drop' && fault.when !== 'answer') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length });
    if (fault?.kind !== 'drop') return void response.end(file.bytes);
    response.write(file.bytes.subarray(0, file.bytes.length >> 1), () => request.socket.destroy());
  }
}

/** The connection is cut. */
class Dropped extends Error {}

/** Answered with a page of HTML. */
class Page extends ApiError {}

function refuse(fault: Fault | undefined): void {
  if (fault?.kind === 'error') throw new ApiError(fault.code, fault.description, fault.parameters);
  if (fault?.kind === 'page') throw new Page(fault.code, 'a page');
}

function failDownload(response: ServerResponse, fault: Fault & { readonly kind: 'error' | 'page' }): void {
  if (fault.kind === 'page') sendPage(response, fault.code);
  else sendError(response, new ApiError(fault.code, fault.description, fault.parameters));
}

function fail({ request, response }: Exchange, record: CallRecord, error: unknown): void {
  record.failed(error);
  if (error instanceof Page) sendPage(response, error.code);
  else if (error instanceof ApiError) sendError(response, error);
  else {
    const isExpected = error instanceof Dropped || request.destroyed;
    request.socket.destroy();
    if (!isExpected) throw error;
  }
}

async function firstBytes(request: IncomingMessage): Promise<never> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const event of ['data', 'end', 'close']) request.once(event, () => resolve());
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

/** As nginx answers when nothing is behind it. */
function sendPage(response: ServerResponse, code: number): void {
  const title = `${code} ${code === 502 ? 'Bad Gateway' : 'Service Unavailable'}`;
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ];
  response.writeHead(code, { 'content-type': 'text/html' });
  response.end(lines.join('\r\n'));
}
