import { randomBytes } from 'node:crypto';
import { Refusal, type RefusalValues } from '../errors.ts';

/**
 * Failure: an error as it crosses from the engine process. A Refusal keeps its code, message and values; a bug keeps its kind and place,
 * and of its message only what gives away nothing of the words that were to be spoken.
 */
export type Failure =
  | { readonly kind: 'refusal'; readonly code: string; readonly message: string; readonly values: RefusalValues }
  | { readonly kind: 'bug'; readonly id: string; readonly message: string; readonly frames: string };

/** A bug inside the engine process. `stack` shows where in that process; `id` finds it in its log. */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
  readonly id: string;

  constructor(engine: string, failure: Extract<Failure, { kind: 'bug' }>) {
    super(`The engine "${engine}" broke (bug ${failure.id}): ${failure.message}`);
    this.id = failure.id;
    this.stack = `EngineBug: ${this.message}\n${failure.frames}`;
  }
}

/** `secrets`: texts that a message must not repeat. */
export function packFailure(error: unknown, secrets: readonly string[]): Failure {
  if (error instanceof Refusal) {
    const { code, message, values } = error;
    return { kind: 'refusal', code, message, values };
  }
  const id = randomBytes(4).toString('hex');
  if (!(error instanceof Error)) return { kind: 'bug', id, message: `a thrown ${typeof error}`, frames: '' };
  return { kind: 'bug', id, message: `${error.name}: ${redact(error.message, secrets)}`, frames: stackFrames(error) };
}

export function unpackFailure(failure: Failure, engine: string): Error {
  if (failure.kind === 'bug') return new EngineBug(engine, failure);
  return new Refusal(failure.code, failure.message, { values: failure.values });
}

/** Only the lines that say where: a stack begins with the message, which may quote a person. */
export function stackFrames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .join('\n');
}

/** Words that occur in a secret, and all words beyond ASCII (scripts without spaces quote parts of words), become "***". */
function redact(message: string, secrets: readonly string[]): string {
  const words = /[\p{L}\p{N}]+/gu;
  const secretWords = new Set(secrets.flatMap(secret => secret.toLowerCase().match(words) ?? []));
  const isSecret = (word: string) => secretWords.has(word.toLowerCase()) || /[^\p{ASCII}]/u.test(word);
  return message.slice(0, 500).replace(words, word => (isSecret(word) ? '***' : word));
}
