import { createReader } from '../../reading/espeak.ts';
import { inTurns } from '../../turn.ts';
import type { SpokenChallenge, Verifier } from '../verifier.ts';
import { decide } from './decision.ts';
import { createLibrary } from './library.ts';
import { listen } from './listening.ts';

/**
 * Embedded: the verifier that needs no model. It does not understand speech; it chooses: of all words of the list, are those that were asked
 * for the ones that fit best where they should be, compared with three synthetic readers (espeak-ng) that got used to the voice with the
 * statement? And does the statement fit better than any words of the list? Takes about a sixth of the recording's duration.
 *
 * What it cannot do: tell wordings apart that sound alike ("I agree", "I disagree" shows in the score of one part, but too little to
 * judge by), notice synthetic speech or splices of one voice, or know
 * who speaks. Hesitations and repeated words may make it refuse.
 */
export interface EmbeddedOptions {
  /** Where readings of the words are kept from one start to the next; left out, they are made anew. */
  readonly cacheFolder?: string;
}

export async function createEmbeddedVerifier({ cacheFolder }: EmbeddedOptions = {}): Promise<Verifier> {
  const library = createLibrary(await createReader(), cacheFolder);
  return {
    id: 'embedded',
    async warm(list, signal) {
      signal.throwIfAborted();
      await library.bank(list, signal);
    },
    async verify(audio, challenge, signal) {
      signal.throwIfAborted();
      const claimed = placesOf(challenge);
      const bank = await library.bank(challenge.list, signal);
      const statement = await library.statement(challenge.statement, signal);
      return decide(await inTurns(listen(audio, { bank, statement, slots: claimed.length }), signal), claimed);
    },
  };
}

const fewestWords = 16;

/** Place in the list of each word. A challenge that breaks this is a bug, not a person's mistake. */
function placesOf({ words, list }: SpokenChallenge): number[] {
  if (list.length < fewestWords)
    throw new RangeError(`verify: a list of ${list.length} words; at least ${fewestWords} expected.`);
  const places = words.map(word => list.indexOf(word));
  if (words.length === 0 || places.includes(-1)) throw new RangeError('verify: expected words, each of them one of the list.');
  return places;
}
