/** Api: what the page asks of the program that served it. */

/** @typedef {{ person: string, chat: string }} Who */

/**
 * @param {string} path
 * @param {Record<string, string | Blob | undefined>} fields
 * @returns {Promise<any>} Rejects with the sentence that the program said.
 */
export async function post(path, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  return read(await fetch(path, { method: 'POST', body: form }));
}

/**
 * @param {string} path
 * @param {Record<string, string>} query
 * @param {AbortSignal} [signal]
 */
export async function get(path, query = {}, signal = undefined) {
  return read(await fetch(`${path}?${new URLSearchParams(query)}`, { signal }));
}

/** @param {Response} response */
async function read(response) {
  const isJson = response.headers.get('content-type')?.includes('json');
  const body = isJson ? await response.json() : { message: await response.text() };
  if (!response.ok) throw new Error(body.message);
  return body;
}

/**
 * Everything that is there, then everything that comes; comes back by itself after a break, with everything again.
 * @param {{ onEvent: (event: any) => void, onOpen: () => void, onReady: () => void, onBreak: () => void }} listener
 */
export function follow({ onEvent, onOpen, onReady, onBreak }) {
  const source = new EventSource('/events');
  source.onopen = onOpen;
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
  source.addEventListener('ready', onReady);
  source.onerror = onBreak;
}
