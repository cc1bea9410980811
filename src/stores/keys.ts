/**
 * Keys as databases hold them: each part percent-encoded, so that nothing in an id is a separator, a wildcard of LIKE or SCAN, or the
 * "namespace:" that adapters cut off.
 */
export function encodeKey(key: string): string {
  if (key === '') throw new Error('A key of a store cannot be empty.');
  return key.split('/').map(encodePart).join('/');
}

export function decodeKey(encoded: string): string {
  return encoded.split('/').map(decodeURIComponent).join('/');
}

/** Whose entry it is: what stands before the last "/". */
export function subjectOf(key: string): string {
  const slash = key.lastIndexOf('/');
  return slash < 0 ? key : key.slice(0, slash);
}

/** Of keys that begin with "<subject>/": those with a single part after it. A longer one belongs to another subject. */
export function isDetailOf(encoded: string, encodedSubject: string): boolean {
  return encoded.startsWith(`${encodedSubject}/`) && !encoded.includes('/', encodedSubject.length + 1);
}

function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
