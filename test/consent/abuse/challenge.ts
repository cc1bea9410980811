/** Abuse: answering a challenge that is not one's own, not open, not here, not now; and asking until the words suit. */
import type { Challenge } from '../../../src/consent/challenge.ts';
import { createChallenges } from '../../../src/consent/challenges.ts';
import { createManualTime, dayMs, hourMs, minuteMs } from '../../support/manual-time.ts';
import { createMemoryStores } from '../../support/memory-stores.ts';
import { ada, ben, eve, home, work } from '../world.ts';

const enrol = { kind: 'enrol', name: 'Ada', language: 'en' } as const;

interface Desk {
  readonly time: ReturnType<typeof createManualTime>;
  readonly stores: ReturnType<typeof createMemoryStores>;
  readonly open: () => ReturnType<typeof createChallenges>;
  readonly challenges: ReturnType<typeof createChallenges>;
  /** Ada's, at home. */
  readonly challenge: Challenge;
}

async function createDesk(): Promise<Desk> {
  const time = createManualTime();
  const stores = createMemoryStores({ now: time.now });
  const open = () =>
    createChallenges({ challenges: stores.open('challenges'), attempts: stores.open('attempts'), now: time.now });
  const challenges = open();
  return { time, stores, open, challenges, challenge: await challenges.issue(ada, home, enrol) };
}

async function askTwice({ challenges }: Desk): Promise<void> {
  for (let number = 0; number < 2; number++) await challenges.issue(ada, home, enrol);
}

const rows: readonly (readonly [what: string, code: string, attempt: (desk: Desk) => unknown])[] = [
  [
    'one challenge for two recordings',
    'challenge-missing',
    async ({ challenges, time }) => {
      await challenges.take(ada, home, time.now());
      return challenges.take(ada, home, time.now());
    },
  ],
  [
    'two recordings in the same moment',
    'challenge-missing',
    ({ challenges, time }) => Promise.all([challenges.take(ada, home, time.now()), challenges.take(ada, home, time.now())]),
  ],
  [
    'two recordings in the same moment, to two processes',
    'challenge-missing',
    ({ challenges, open, time }) => Promise.all([challenges.take(ada, home, time.now()), open().take(ada, home, time.now())]),
  ],
  [
    'a recording after five minutes',
    'challenge-expired',
    ({ challenges, time }) => {
      time.advance(5 * minuteMs);
      return challenges.take(ada, home, time.now());
    },
  ],
  [
    'a recording that says it was sent in time, after five minutes',
    'challenge-expired',
    ({ challenges, time }) => {
      time.advance(5 * minuteMs);
      return challenges.take(ada, home, time.now() - minuteMs);
    },
  ],
  ['a recording from the future', 'challenge-expired', ({ challenges, time }) => challenges.take(ada, home, time.now() + dayMs)],
  [
    'a clock that is set back after five minutes',
    'challenge-expired',
    async ({ challenges, time }) => {
      time.advance(5 * minuteMs);
      await challenges.issue(ben, home, enrol);
      time.advance(-4 * minuteMs);
      return challenges.take(ada, home, time.now());
    },
  ],
  [
    'an expired challenge a second time',
    'challenge-missing',
    async ({ challenges, time }) => {
      time.advance(6 * minuteMs);
      await challenges.take(ada, home, time.now()).catch(() => undefined);
      return challenges.take(ada, home, time.now());
    },
  ],
  [
    'a challenge of last week',
    'challenge-missing',
    ({ challenges, time }) => {
      time.advance(7 * dayMs);
      return challenges.take(ada, home, time.now());
    },
  ],
  ['a recording in another group', 'challenge-elsewhere', ({ challenges, time }) => challenges.take(ada, work, time.now())],
  ['a recording in private', 'challenge-elsewhere', ({ challenges, time }) => challenges.take(ada, 'console:dm/ada', time.now())],
  [
    'a recording in a place that reads alike',
    'challenge-elsewhere',
    ({ challenges, time }) => challenges.take(ada, `${home}\u200b`, time.now()),
  ],
  [
    'a recording from before the challenge',
    'challenge-too-early',
    ({ challenges, challenge }) => challenges.take(ada, home, challenge.issuedAtMs - 1),
  ],
  [
    'a recording of last year',
    'challenge-too-early',
    ({ challenges, time }) => challenges.take(ada, home, time.now() - 365 * dayMs),
  ],
  ['a recording without a date', 'challenge-too-early', ({ challenges }) => challenges.take(ada, home, Number.NaN)],
  ['somebody else’s recording', 'challenge-missing', ({ challenges, time }) => challenges.take(eve, home, time.now())],
  [
    'a namesake on another platform',
    'challenge-missing',
    ({ challenges, time }) => challenges.take('discord:ada', home, time.now()),
  ],
  ['a person who reads alike', 'challenge-missing', ({ challenges, time }) => challenges.take('console:Ada', home, time.now())],
  ['a recording without having asked', 'challenge-missing', ({ challenges, time }) => challenges.take(ben, home, time.now())],
  [
    'a challenge that a newer one replaced',
    'challenge-elsewhere',
    async ({ challenges, time }) => {
      await challenges.issue(ada, work, enrol);
      return challenges.take(ada, home, time.now());
    },
  ],
  [
    'a recording of the challenge before, sent for the newer one',
    'challenge-too-early',
    async ({ challenges, time }) => {
      time.advance(minuteMs);
      await challenges.issue(ada, home, enrol);
      return challenges.take(ada, home, time.now() - 1);
    },
  ],
  [
    'a challenge that was copied to another person in the store',
    'challenge-missing',
    async ({ challenges, challenge, stores, time }) => {
      await stores.open('challenges').set(`${eve}/open`, challenge);
      return challenges.take(eve, home, time.now());
    },
  ],
  [
    'asking until the words suit',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      return desk.challenges.issue(ada, home, enrol);
    },
  ],
  [
    'asking on in another place',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      return desk.challenges.issue(ada, work, enrol);
    },
  ],
  [
    'asking on for another purpose',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      return desk.challenges.issue(ada, home, { kind: 'reconfirm', voiceId: '0'.repeat(26) });
    },
  ],
  [
    'asking on after a restart',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      return desk.open().issue(ada, home, enrol);
    },
  ],
  [
    'asking on at midnight',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      desk.time.advance(23 * hourMs);
      return desk.challenges.issue(ada, home, enrol);
    },
  ],
  [
    'asking on after answering',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      await desk.challenges.take(ada, home, desk.time.now());
      return desk.challenges.issue(ada, home, enrol);
    },
  ],
  [
    'asking on with the clock set back by a month',
    'challenge-tries',
    async desk => {
      await askTwice(desk);
      desk.time.advance(-30 * dayMs);
      return desk.challenges.issue(ada, home, enrol);
    },
  ],
  [
    'a flood of requests in the same moment',
    'challenge-tries',
    ({ challenges }) => Promise.all(Array.from({ length: 50 }, () => challenges.issue(ada, home, enrol))),
  ],
];

export const challengeAbuse = rows.map(([what, code, attempt]) => ({
  what,
  code,
  attempt: async () => attempt(await createDesk()),
}));
