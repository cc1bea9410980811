import { brokenBy, refusedBy } from './failure.ts';

export type Parameters = Readonly<Record<string, unknown>>;

export interface ApiSettings {
  readonly token: string;
  /** Ends with "/", so that paths are kept. */
  readonly apiRoot: string;
}

/** Upload: a call with a file in it, as multipart/form-data. */
export interface Upload {
  /** Name of the parameter: "voice". */
  readonly field: string;
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mimeType: string;
}

interface UploadCall {
  readonly method: string;
  readonly parameters: Parameters;
  readonly file: Upload;
}

export async function upload(
  { method, parameters, file }: UploadCall,
  { token, apiRoot }: ApiSettings,
  signal: AbortSignal,
): Promise<unknown> {
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  form.append(file.field, new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: file.mimeType }), file.fileName);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(new URL(`./bot${token}/${method}`, apiRoot), {
      method: 'POST',
      body: form,
      signal,
      redirect: 'error',
    });
    const text = await response.text();
    body = parsed(text);
  } catch (error) {
    throw brokenBy(method, error);
  }
  if (isOk(body)) return body.result;
  throw refusedBy(method, response.status, body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOk(body: unknown): body is { readonly result: unknown } {
  return typeof body === 'object' && body !== null && (body as { ok?: unknown }).ok === true;
}
