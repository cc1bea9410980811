import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Update } from '../wire.ts';

/**
 * Webhook: a server that Telegram brings updates to, through a proxy that speaks TLS. It takes what comes to its path with the secret, and
 * nothing else; bodies are bounded in size and time. An update is confirmed when it is safe; "busy" lets Telegram come again.
 */
export interface Webhook {
  /** Of the machine; for a port of 0 the one that was given. */
  readonly port: number;
  close(): Promise<void>;
}

export interface WebhookSettings {
  /** What Telegram calls. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

export interface WebhookParts {
  readonly secret: string;
  readonly log: Log;
  /** Whether more can be taken now. */
  hasRoom(): boolean;
  /** Resolves when it is safe. */
  take(updates: readonly Update[]): Promise<void>;
}

export const webhookDefaults = { maximumBytes: 1_000_000, requestMs: 10_000, connections: 100 } as const;

const secretHeader = 'x-telegram-bot-api-secret-token';

/** Refuses with 'webhook-port'. */
export async function openWebhook(settings: WebhookSettings, parts: WebhookParts): Promise<Webhook> {
  const { pathname } = new URL(settings.url);
  const server = createServer((request, response) => {
    answer(request, { pathname, ...parts })
      .catch(error => {
        parts.log.error('updates-not-taken', { error });
        return 500;
      })
      .then(status => respond(response, status));
  });
  server.requestTimeout = webhookDefaults.requestMs;
  server.headersTimeout = webhookDefaults.requestMs;
  server.maxConnections = webhookDefaults.connections;
  await listen(server, settings);
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      server.close();
      server.closeIdleConnections();
      const patience = setTimeout(() => server.closeAllConnections(), webhookDefaults.requestMs);
      if (server.listening || server.address()) await once(server, 'close');
      clearTimeout(patience);
    },
  };
}

async function listen(server: Server, { host, port }: WebhookSettings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Refusal(
      'webhook-port',
      `The webhook cannot listen on ${host}:${port} (${code}). Change telegram.webhook.port or telegram.webhook.host.`,
      { values: { host, port } },
    );
  }
}

type Answering = WebhookParts & { readonly pathname: string };

/** Whoever does not know the secret learns nothing but that. */
async function answer(request: IncomingMessage, { pathname, secret, hasRoom, take }: Answering): Promise<number> {
  const isOurs = isSame(String(request.headers[secretHeader] ?? ''), secret);
  if (!isOurs) return 401;
  if (request.url?.split('?')[0] !== pathname) return 404;
  if (request.method !== 'POST') return 405;
  if (!hasRoom()) return 503;
  const body = await bodyOf(request);
  if (body === undefined) return 413;
  const update = updateIn(body);
  if (!update) return 400;
  await take([update]);
  return 200;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > webhookDefaults.maximumBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function updateIn(body: Buffer): Update | undefined {
  try {
    const update = JSON.parse(body.toString('utf8')) as Update;
    return Number.isSafeInteger(update?.update_id) ? update : undefined;
  } catch {
    return undefined;
  }
}

function respond(response: ServerResponse, status: number): void {
  // What is left of a body that nobody reads: the connection is of no use any more.
  const headers = status === 413 || status === 401 ? { connection: 'close' } : {};
  response.writeHead(status, headers).end();
}

/** Of hashes, so that neither content nor length can be told by the time it takes. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
