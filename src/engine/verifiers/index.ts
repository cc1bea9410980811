import { Refusal } from '../../errors.ts';
import type { Verifier } from './verifier.ts';

export interface VerifierOptions {
  /** Where "embedded" keeps its readings of the words; left out, it makes them anew after each start. */
  readonly cacheFolder?: string;
  /** Folder of the model files of "sherpa". */
  readonly speechModels?: string;
}

/** Verifiers by id. To add one: write <id>/<id>.ts, add its line here, run test/engine/verifiers/verifier-conformance.ts on it. */
export const verifiers: Readonly<Record<string, (options: VerifierOptions) => Promise<Verifier>>> = {
  embedded: async options => (await import('./embedded/embedded.ts')).createEmbeddedVerifier(options),
  sherpa: async options => (await import('./sherpa/sherpa.ts')).createSherpaVerifier(options),
};

export const defaultVerifier = 'embedded';

/** Loads a verifier on first use. Refuses an id that is not in the table. */
export async function createVerifier(id: string, options: VerifierOptions = {}): Promise<Verifier> {
  if (!Object.hasOwn(verifiers, id)) {
    const known = Object.keys(verifiers).join(', ');
    throw new Refusal(
      'verifier-unknown',
      `There is no verifier "${id}". Known verifiers: ${known}. Choose one of them; the usual one is ${defaultVerifier}.`,
      { values: { verifier: id, known } },
    );
  }
  return verifiers[id](options);
}
