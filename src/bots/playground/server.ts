import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../../errors.ts';
import { type Access, createAccess } from './access.ts';
import { byteRange } from './byte-range.ts';
import { eventStream } from './event-stream.ts';
import type { LiveStream } from './live-stream.ts';
import type { MediaShelf, Shelved } from './media.ts';
import { type PageFile, readPageFiles } from './page-files.ts';
import { type Attached, mayRead, type Parlour, type Who } from './parlour.ts';
import type { Room } from './room.ts';

/** Server: the page and what it asks for, on loopback only. */
export interface PlaygroundServer {
  /** With the key of this start. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServerParts {
  /** 0: any that is free. */
  readonly port: number;
  readonly room: Room;
  readonly media: MediaShelf;
  readonly live: LiveStream;
  readonly parlour: Parlour;
  readonly people: People;
  /** What the page shows of commands and the engine. */
  readonly describe: (locale: string) => unknown;
  readonly onError: (error: unknown) => void;
}

export interface People {
  /** In lower case, as they are addressed. Refuses with 'person-name'. */
  add(name: string): string;
  has(name: string): boolean;
  list(): readonly { readonly name: string; readonly shown: string; readonly inChannel: boolean }[];
  setInChannel(name: string, isIn: boolean): void;
}

export const serverDefaults = {
  host: '127.0.0.1',
  maximumUploadBytes: 25_000_000,
  maximumTextLength: 6_000,
  /** For the whole of a request to arrive. */
  requestTimeoutMs: 60_000,
  /** For the last answers to be taken, at the end. */
  goodbyeMs: 1_000,
} as const;

export async function startServer(parts: ServerParts): Promise<PlaygroundServer> {
  const files = readPageFiles();
  const stop = new AbortController();
  let app: Hono | undefined;
  const server = serve({
    fetch: (request, environment) => app!.fetch(request, environment),
    hostname: serverDefaults.host,
    port: parts.port,
    serverOptions: { requestTimeout: serverDefaults.requestTimeoutMs },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', error => reject(cannotListen(parts.port, error)));
  });
  const { port } = server.address() as AddressInfo;
  const access = createAccess(port);
  app = createApp({ ...parts, access, files, signal: stop.signal });
  return {
    url: `http://${serverDefaults.host}:${port}/?key=${access.token}`,
    async close() {
      stop.abort();
      parts.live.close();
      // What was said last is still taken; who sends without end, or takes nothing, is not waited for.
      const timer = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), serverDefaults.goodbyeMs);
      await new Promise(resolve => server.close(resolve));
      clearTimeout(timer);
    },
  };
}

interface AppParts extends ServerParts {
  readonly access: Access;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly signal: AbortSignal;
}

function createApp({ access, files, room, media, live, parlour, people, describe, onError, signal }: AppParts): Hono {
  const app = new Hono();
  app.use(secureHeaders({ contentSecurityPolicy: policy, xFrameOptions: 'DENY', referrerPolicy: 'no-referrer' }));
  app.use(async (context, next) => {
    if (context.req.path === '/' && access.isToken(context.req.query('key'))) {
      context.header('set-cookie', access.cookie);
      return context.redirect('/', 303);
    }
    const why = access.refusal(context.req.raw.headers);
    if (why !== undefined) return context.text(why, 403);
    return next();
  });
  app.use('/api/*', bodyLimit({ maxSize: serverDefaults.maximumUploadBytes, onError: context => context.json(tooLarge, 413) }));
  app.onError((error, context) => {
    if (error instanceof Refusal) return context.json({ message: error.message }, 400);
    // Whoever leaves in the middle of an upload has no need of an answer.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') onError(error);
    return context.json({ message: 'Something broke; the log of the program says more.' }, 500);
  });

  app.get('/events', context => eventStream(context, (listener, gone) => room.follow(listener, gone), signal));
  app.get('/live', context =>
    context.body(live.listen(), 200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' }),
  );
  app.get('/media/:id', context => {
    const found = media.get(context.req.param('id'));
    if (!found) return context.text('It is not kept any more.', 404);
    return sendMedia(context, found);
  });
  app.get('/api/world', context => context.json(describe(localeOf(context)) as object));
  app.post('/api/send', async context => {
    const form = await context.req.parseBody();
    const who = whoAsks(form, context, people);
    const text = textOf(form.text);
    if (text.length > serverDefaults.maximumTextLength) throw tooLong(text);
    const file = form.file instanceof File ? await attachedOf(form.file) : undefined;
    if (form.kind === 'voice' && file) await parlour.speak(who, file);
    else await parlour.type(who, text, file);
    return context.json({});
  });
  app.post('/api/press', async context => {
    const form = await context.req.parseBody();
    await parlour.press(whoAsks(form, context, people), textOf(form.message), Number(form.button));
    return context.json({});
  });
  app.get('/api/complete', async context => {
    const { command = '', option = '', typed = '', ...rest } = context.req.query();
    return context.json(await parlour.complete(whoAsks(rest, context, people), { command, option }, typed));
  });
  app.post('/api/people', async context => context.json({ name: people.add(textOf((await context.req.parseBody()).name)) }));
  app.post('/api/channel', async context => {
    const form = await context.req.parseBody();
    people.setInChannel(whoAsks(form, context, people).person, form.in === 'true');
    return context.json({});
  });
  app.get('*', context => {
    const file = files.get(context.req.path);
    return file ? sendFile(context, file) : context.text('There is nothing here.', 404);
  });
  return app;
}

/** Nothing from elsewhere, nothing inline, and nobody may frame it. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

const tooLarge = { message: 'That file is too large: at most 25 MB. Send a shorter recording.' };

function sendFile(context: Context, { type, bytes, brotli, etag }: PageFile): Response {
  if (context.req.header('if-none-match') === etag) return context.body(null, 304);
  const isBrotli = /\bbr\b/.test(context.req.header('accept-encoding') ?? '');
  return context.body(isBrotli ? brotli : bytes, 200, {
    'content-type': type,
    etag,
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    ...(isBrotli ? { 'content-encoding': 'br' } : {}),
  });
}

function sendMedia(context: Context, { bytes, type }: Shelved): Response {
  const range = byteRange(context.req.header('range'), bytes.length);
  const headers = { 'content-type': type, 'cache-control': 'private, max-age=3600', 'accept-ranges': 'bytes' };
  if (range === 'none') return context.body(null, 416, { 'content-range': `bytes */${bytes.length}` });
  if (!range) return context.body(new Uint8Array(bytes), 200, headers);
  const part = new Uint8Array(bytes.subarray(range.first, range.last + 1));
  return context.body(part, 206, { ...headers, 'content-range': `bytes ${range.first}-${range.last}/${bytes.length}` });
}

/** Refuses somebody who is not there, and a chat that is not theirs. */
function whoAsks(form: Readonly<Record<string, unknown>>, context: Context, people: People): Who {
  const person = textOf(form.person);
  const chat = textOf(form.chat);
  if (!people.has(person)) throw new Refusal('person-unknown', 'There is nobody of that name here. Add them first.');
  if (!mayRead({ person, chat })) throw new Refusal('chat-unknown', 'That chat is not theirs. Choose another one.');
  return { person, chat, locale: localeOf(context) };
}

function localeOf(context: Context): string {
  const [wanted = ''] = context.req.header('accept-language')?.split(/[,;]/) ?? [];
  return /^[a-z]{2,3}(?:-[a-z0-9]+)*$/i.test(wanted) ? wanted : 'en';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function attachedOf(file: File): Promise<Attached> {
  return { name: file.name.slice(0, 100), type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function tooLong({ length }: string): Refusal {
  const allowed = serverDefaults.maximumTextLength;
  return new Refusal('message-long', `That message has ${length} characters; at most ${allowed} fit. Send it in parts.`, {
    values: { length, allowed },
  });
}

function cannotListen(port: number, error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  const next = 'Choose another one as playground.port, or 0 for any that is free.';
  if (code === 'EADDRINUSE')
    return new Refusal('port-taken', `Port ${port} is in use by another program. ${next}`, { values: { port } });
  if (code === 'EACCES') return new Refusal('port-taken', `This user may not use port ${port}. ${next}`, { values: { port } });
  return error;
}
