/** Parameters: reads what a call brought, as leniently and as strictly as the real server does: text everywhere, JSON in some. */
import { badRequest } from './api-error.ts';
import type { RequestBody, UploadedFile } from './request-body.ts';

export interface Parameters {
  has(name: string): boolean;
  /** "" when absent. */
  text(name: string): string;
  /** Garbage counts as 0, what lies outside as the bound: so does the real server. */
  integer(name: string, range?: { readonly otherwise?: number; readonly min?: number; readonly max?: number }): number;
  flag(name: string): boolean;
  /** undefined when absent or empty. */
  json(name: string, what: string): unknown;
  file(name: string): UploadedFile | undefined;
}

export function createParameters({ parameters, files }: RequestBody): Parameters {
  const text = (name: string) => parameters.get(name) ?? '';
  return {
    has: name => parameters.has(name),
    text,
    integer(name, { otherwise = 0, min = -(2 ** 31), max = 2 ** 31 - 1 } = {}) {
      if (text(name) === '') return otherwise;
      const digits = /^[+-]?\d+/.exec(text(name));
      return Math.min(max, Math.max(min, digits ? Number(digits[0]) : 0));
    },
    flag: name => ['true', 'yes', '1'].includes(text(name).trim().toLowerCase()),
    json(name, what) {
      if (text(name) === '') return undefined;
      try {
        return JSON.parse(text(name));
      } catch {
        throw badRequest(`can't parse ${what} JSON object`);
      }
    },
    file: name => files.get(name),
  };
}
