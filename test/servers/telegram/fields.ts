/** Fields of JSON objects in parameters, and what the server says of wrong ones. As tdlib/td, tdutils/td/utils/JsonBuilder.cpp. */
import { badRequest } from './api-error.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const missing = (name: string) => `can't find field "${name}"`;
const wrongType = (name: string, type: string) => `field "${name}" must be of type ${type}`;

/** A problem inside an object; the caller says of what. */
export class FieldError extends Error {}

export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  if (value === undefined || value === null) throw new FieldError(missing(name));
  return optionalTextField(fields, name);
}

/** Numbers count as their text. */
export function optionalTextField(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new FieldError(wrongType(name, 'String'));
  return value;
}

export function integerField(fields: Fields, name: string): number {
  const value = fields[name];
  if (value === undefined || value === null) throw new FieldError(missing(name));
  return optionalIntegerField(fields, name);
}

export function optionalIntegerField(fields: Fields, name: string): number {
  const value = fields[name] ?? 0;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw new FieldError(wrongType(name, 'Number'));
  return number;
}

export function optionalFlagField(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== 'boolean') throw new FieldError(wrongType(name, 'Boolean'));
  return value;
}

/** Runs `read`; what it finds wrong with fields becomes a Bad Request that begins with `prefix`. */
export function reading<Value>(prefix: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw badRequest(prefix === '' ? error.message : `${prefix}: ${error.message[0].toUpperCase()}${error.message.slice(1)}`);
  }
}
