/**
 * Canonical JSON (RFC 8785): one value has exactly one text. Keys are sorted by UTF-16 code units, there is no white space, numbers and
 * strings are written as JSON.stringify does. Properties that are undefined are left out, as JSON.stringify does.
 * Throws for what JSON cannot hold: NaN, infinities, functions, bigint, undefined in an array.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isRecord(value)) {
    const keys = Object.keys(value).filter(key => value[key] !== undefined);
    return `{${keys
      .sort()
      .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
      .join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`JSON cannot hold the number ${value}`);
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new Error(`JSON cannot hold a value of type ${typeof value}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
