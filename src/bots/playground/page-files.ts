import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** Page files: what lies in page/, read once, compressed once: plain HTML, CSS and JavaScript modules, served as they are written. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly brotli: Uint8Array<ArrayBuffer>;
  /** Of the content, for If-None-Match. */
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The window of 64 kB holds any file: a larger one takes time to clear, for each of them. */
const compression = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 16 } };

const folder = new URL('page/', import.meta.url);

/** By their path on the server; "/" is index.html. Nothing else of the disk can be asked for. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const names = readdirSync(folder).filter(name => Object.hasOwn(types, extname(name)));
  return new Map(names.map(name => [name === 'index.html' ? '/' : `/${name}`, pageFile(name)]));
}

function pageFile(name: string): PageFile {
  const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
  return {
    type: types[extname(name)]!,
    bytes,
    brotli: new Uint8Array(brotliCompressSync(bytes, compression)),
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
}
