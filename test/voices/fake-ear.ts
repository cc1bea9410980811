/** Fake ear: accepts everything, unless told otherwise, and remembers what it was asked. */
import { randomBytes } from 'node:crypto';
import type { Cloned, Ear, SpokenChallenge, Verdict } from '../../src/voices/enrolling.ts';

type Step = 'verify' | 'isMarked' | 'compare' | 'clone' | 'picture';

export interface FakeEar extends Ear {
  verdict: Pick<Verdict, 'accepted' | 'reason' | 'advice'>;
  fingerprint: Uint8Array;
  alike: boolean;
  /** Whether recordings were spoken by the program. */
  marked: boolean;
  readonly failures: Partial<Record<Step, Error>>;
  /** Runs ahead of a step. */
  readonly before: Partial<Record<Step, () => Promise<void>>>;
  readonly asked: {
    readonly verify: SpokenChallenge[];
    readonly compare: number[] /** The languages of the recordings. */;
    readonly clone: string[][];
  };
}

const report = {
  durationSeconds: 12,
  meters: [],
  verdict: 'good',
  values: {},
  notes: [],
} as unknown as Cloned['reports'][number];

export function createFakeEar(): FakeEar {
  let encoded = 0;
  const step = async (name: Step) => {
    await ear.before[name]?.();
    if (ear.failures[name]) throw ear.failures[name];
  };
  const ear: FakeEar = {
    engine: 'fake',
    verdict: { accepted: true },
    fingerprint: randomBytes(1000),
    alike: true,
    marked: false,
    failures: {},
    before: {},
    asked: { verify: [], compare: [], clone: [] },
    async verify(_recording, challenge) {
      ear.asked.verify.push(challenge);
      await step('verify');
      return {
        ...ear.verdict,
        fingerprint: ear.fingerprint,
        verification: { method: 'fake', scores: { words: 1 }, thresholds: { words: 0.5 } },
      };
    },
    async isMarked() {
      await step('isMarked');
      return ear.marked;
    },
    async compare(recordings) {
      ear.asked.compare.push(recordings.length);
      await step('compare');
      return { alike: ear.alike, score: ear.alike ? 1 : 0, threshold: 0.5 };
    },
    async clone(recordings) {
      ear.asked.clone.push(recordings.map(({ language }) => language));
      await step('clone');
      encoded++;
      return {
        print: randomBytes(500),
        reports: recordings.map(() => report),
        kept: recordings.map(() => new Uint8Array(20).fill(encoded)),
      };
    },
    async picture() {
      await step('picture');
      return Uint8Array.of(137, 80);
    },
  };
  return ear;
}
