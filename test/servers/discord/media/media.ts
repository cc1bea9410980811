/** Media: serves the files of attachments, unless the link is forged or expired, or the message is gone; and misbehaves when a test wants it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MediaControl, MediaFault } from '../control/trouble.ts';
import type { AttachmentRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';

export interface Media {
  readonly control: MediaControl;
  /** False: this is no address of a file. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

const path = /^\/(?:ephemeral-)?attachments\/\d+\/(\d+)\/[^/]+$/;

export function createMedia(world: World, changed: () => void): Media {
  const faults = new Map<string, MediaFault>();
  const served: string[] = [];

  return {
    control: {
      served,
      disturb: ({ id }, fault) => void faults.set(id, fault),
    },
    handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://loopback');
      const id = path.exec(url.pathname)?.[1];
      if (id === undefined) return false;
      served.push(id);
      const file = world.files.get(id);
      const fault = faults.get(id);
      if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405);
      else if (!world.links.isGood(url)) refuse(response, 404);
      else if (!file || fault?.kind === 'gone') refuse(response, 404);
      else serve(response, file, fault);
      changed();
      return true;
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end('This content is no longer available.');
}

function serve(response: ServerResponse, file: AttachmentRecord, fault: MediaFault | undefined): void {
  const { bytes, contentType } = file;
  const headers = { 'content-type': contentType, 'content-length': bytes.length };
  switch (fault?.kind) {
    case 'status':
      refuse(response, fault.status);
      break;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      break;
    case 'bytes':
      response.writeHead(200, { ...headers, 'content-length': fault.bytes.length }).end(fault.bytes);
      break;
    case 'content-type':
      response.writeHead(200, { ...headers, 'content-type': fault.contentType }).end(bytes);
      break;
    case 'truncated':
      response.writeHead(200, headers).write(bytes.subarray(0, fault.afterBytes), () => response.destroy());
      break;
    case 'stalled':
      response.writeHead(200, headers).write(bytes.subarray(0, fault.afterBytes));
      break;
    case 'endless':
      response.writeHead(200, { 'content-type': contentType });
      pour(response);
      break;
    default:
      response.writeHead(200, headers).end(bytes);
  }
}

const filler = Buffer.alloc(64 * 1024);

function pour(response: ServerResponse): void {
  if (response.destroyed) return;
  if (response.write(filler)) setImmediate(pour, response);
  else response.once('drain', () => pour(response));
}
