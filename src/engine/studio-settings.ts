import type { MarkingKeys } from '../audio/marking-keys.ts';

/** What a studio is told when it starts; plain values, for they cross to the engine process. Anything left out is not there. */
export interface StudioSettings {
  /** auto: every row whose files are there; all of them must accept. Left out: auto. */
  readonly verifier?: 'auto' | 'embedded' | 'sherpa';
  /** Where the embedded verifier keeps its readings of the words from one start to the next; left out, it makes them anew. */
  readonly cacheFolder?: string;
  /** Where model files of the speech recognition lie (verifiers/sherpa/models.ts); left out: it is not used. */
  readonly speechModels?: string;
  /** The list that challenges are drawn from: the verifier gets ready for it in the background. Left out: with the first recording. */
  readonly challengeWords?: readonly string[];
  /** Left out: keys that are drawn at random and forgotten, so that speech is marked all the same, and nobody can tell by whom. */
  readonly markingKeys?: MarkingKeys;
}
