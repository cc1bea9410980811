import { Refusal } from '../errors.ts';
import type { Store } from '../stores/stores.ts';
import { type Challenge, type ChallengePurpose, type Challenges, challengeDefaults } from './challenge.ts';
import { challengeWords } from './challenge-words.ts';
import { createSteadyClock } from './clock.ts';
import { drawWords } from './draw-words.ts';
import type { PersonId, PlaceId } from './identity.ts';
import { cryptoRandom, type RandomBelow, randomId } from './random-id.ts';
import { statementFor } from './statement.ts';

export interface ChallengesParts {
  /** The stores "challenges" and "attempts". */
  readonly challenges: Store<unknown>;
  readonly attempts: Store<unknown>;
  readonly now: () => number;
  readonly random?: RandomBelow;
  readonly words?: readonly string[];
}

/** What was issued to a person: when, and with which words. */
interface Attempt {
  readonly atMs: number;
  readonly words: readonly string[];
}

const openKey = (personId: PersonId) => `${personId}/open`;
const issuedKey = (personId: PersonId) => `${personId}/issued`;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Challenges in two stores. What one person asks takes turns, and whoever deletes the open challenge has taken it: no second one can. */
export function createChallenges({
  challenges,
  attempts,
  now,
  random = cryptoRandom,
  words = challengeWords,
}: ChallengesParts): Challenges {
  const { nowMs } = createSteadyClock(now);
  const turns = new Map<PersonId, Promise<unknown>>();

  async function inTurn<T>(person: PersonId, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(person) ?? Promise.resolve()).then(work, work);
    turns.set(person, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(person) === mine) turns.delete(person);
    }
  }

  async function attemptsOf(person: PersonId): Promise<readonly Attempt[]> {
    const remembered = attemptsIn(await attempts.get(issuedKey(person)));
    const { rememberedDays, rememberedChallenges } = challengeDefaults;
    return remembered.filter(({ atMs }) => nowMs() - atMs < rememberedDays * dayMs).slice(-rememberedChallenges);
  }

  function requireTry(issued: readonly Attempt[]): void {
    const { triesPerDay: tries } = challengeDefaults;
    const today = issued.filter(({ atMs }) => nowMs() - atMs < dayMs);
    if (today.length < tries) return;
    const hours = Math.max(1, Math.ceil((today.at(-tries)!.atMs + dayMs - nowMs()) / hourMs));
    throw new Refusal(
      'challenge-tries',
      `You were given ${tries} sentences within a day, and each one counts. Ask for the next one in ${hours} h.`,
      { values: { tries, hours } },
    );
  }

  async function issue(personId: PersonId, placeId: PlaceId, purpose: ChallengePurpose): Promise<Challenge> {
    const issued = await attemptsOf(personId);
    requireTry(issued);
    const issuedAtMs = nowMs();
    const used = new Set(issued.flatMap(attempt => attempt.words));
    const drawn = drawWords(words, challengeDefaults.words, used, random);
    const lifetimeMs = challengeDefaults.lifetimeMinutes * 60_000;
    const challenge: Challenge = {
      id: randomId(26, random),
      personId,
      placeId,
      purpose,
      statement: statementFor(new Date(issuedAtMs)),
      words: drawn,
      issuedAtMs,
      expiresAtMs: issuedAtMs + lifetimeMs,
    };
    // First the try, then what it is for: a crash in between costs the person a try, never gives one away.
    const rememberedMs = challengeDefaults.rememberedDays * dayMs;
    await attempts.set(issuedKey(personId), { issued: [...issued, { atMs: issuedAtMs, words: drawn }] }, rememberedMs);
    await challenges.set(openKey(personId), challenge, 2 * lifetimeMs); // a while longer, to tell "too late" from "never asked"
    return challenge;
  }

  async function take(personId: PersonId, placeId: PlaceId, sentAtMs: number): Promise<Challenge> {
    const challenge = challengeIn(await challenges.get(openKey(personId)));
    if (!challenge || challenge.personId !== personId) throw missing();
    if (nowMs() >= challenge.expiresAtMs || sentAtMs >= challenge.expiresAtMs) {
      await challenges.delete(openKey(personId));
      throw expired();
    }
    if (challenge.placeId !== placeId) throw elsewhere();
    if (!(sentAtMs >= challenge.issuedAtMs)) throw tooEarly();
    if (!(await challenges.delete(openKey(personId)))) throw missing();
    return challenge;
  }

  return {
    issue: (personId, placeId, purpose) => inTurn(personId, () => issue(personId, placeId, purpose)),
    take: (personId, placeId, sentAtMs) => inTurn(personId, () => take(personId, placeId, sentAtMs)),
  };
}

/** What is not as it was written counts as nothing: then there is no open challenge. */
function challengeIn(value: unknown): Challenge | undefined {
  const challenge = value as Partial<Challenge> | undefined | null;
  const isWhole =
    typeof challenge?.issuedAtMs === 'number' && typeof challenge.expiresAtMs === 'number' && Array.isArray(challenge.words);
  return isWhole ? (challenge as Challenge) : undefined;
}

/** Whoever cannot be counted gets no further try. */
function attemptsIn(value: unknown): readonly Attempt[] {
  if (value === undefined) return [];
  const issued = (value as { issued?: unknown } | null)?.issued;
  if (Array.isArray(issued)) return issued;
  throw new Error('The store "attempts" holds something that is no list of attempts.');
}

function missing(): Refusal {
  return new Refusal(
    'challenge-missing',
    'There is no sentence for you to read. Ask for one with /clone, then send a voice message.',
  );
}

function expired(): Refusal {
  const { lifetimeMinutes: minutes } = challengeDefaults;
  return new Refusal(
    'challenge-expired',
    `The sentence has to be read within ${minutes} minutes. Ask for a new one with /clone.`,
    {
      values: { minutes },
    },
  );
}

function elsewhere(): Refusal {
  return new Refusal(
    'challenge-elsewhere',
    'You asked for the sentence in another place. Send the recording there, or ask for a new one here.',
  );
}

function tooEarly(): Refusal {
  return new Refusal(
    'challenge-too-early',
    'This recording is older than the sentence. Read the sentence aloud in a new voice message.',
  );
}
