/**
 * Refusal: a failure that a person can fix. It is shown to them as it stands; everything else that is thrown is a bug.
 * The message names the thing, the value, what is allowed and the next step.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Stable, kebab-case, for tests, metrics and translations: 'audio-too-long'. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
