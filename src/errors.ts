/** What the text of a refusal in another language needs: the thing, the value, what is allowed. Never a person's text or audio. */
export type RefusalValues = Readonly<Record<string, string | number>>;

export interface RefusalOptions extends ErrorOptions {
  readonly values?: RefusalValues;
}

/**
 * Refusal: a failure that a person can fix. It is shown to them as it stands, or in their language where the catalogues have its
 * code; everything else that is thrown is a bug. The message names the thing, the value, what is allowed and the next step.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Stable, kebab-case, for tests, metrics and translations: 'audio-too-long'. */
  readonly code: string;
  readonly values: RefusalValues;

  constructor(code: string, message: string, options: RefusalOptions = {}) {
    super(message, options);
    this.code = code;
    this.values = options.values ?? {};
  }
}
