import assert from 'node:assert/strict';
import type { Grant } from '../../src/consent/gate.ts';
import type { Form } from '../../src/consent/identity.ts';
import { writePrint } from '../../src/engine/print.ts';
import { Refusal } from '../../src/errors.ts';
import type { LocalQueueOptions } from '../../src/jobs/local-queue.ts';
import type { SpeakJob } from '../../src/jobs/queue.ts';
import type { UseRecord } from '../../src/jobs/runner.ts';

/** A gate that lets everybody pass until a voice is revoked, and counts what is released. */
export function createTestGate() {
  const open = new Map<Grant, AbortController>();
  const revoked = new Set<string>();
  const released: Grant[] = [];
  const reason = () => new Refusal('consent-revoked', 'The owner has ended this.');
  return {
    released,
    /** Released by nobody yet. */
    get openGrants() {
      return open.size;
    },
    grant({ voiceId = 'voice-1', personId = 'console:ada', placeId = 'console:hall', form = 'note' as Form } = {}): Grant {
      const stop = new AbortController();
      const grant = { voiceId, personId, placeId, form, revoked: stop.signal } as unknown as Grant;
      open.set(grant, stop);
      return grant;
    },
    recheck(grant: Grant) {
      if (revoked.has(grant.voiceId)) throw reason();
    },
    release(grant: Grant) {
      assert.ok(open.delete(grant), 'a grant was released twice');
      released.push(grant);
    },
    /** For one grant: only this permission ends. */
    end: (grant: Grant) => open.get(grant)?.abort(reason()),
    revoke(voiceId: string) {
      revoked.add(voiceId);
      for (const [grant, stop] of open) if (grant.voiceId === voiceId) stop.abort(reason());
    },
    /** As a rule that ended without its signal: only `recheck` sees it. */
    revokeSilently: (voiceId: string) => revoked.add(voiceId),
  };
}

export const storedPrint = writePrint({ engine: 'tone', format: 1, language: 'en', data: new Uint8Array(8) });

export const unlimitedRates = {
  person: { burst: 1e6, secondsPerToken: 0 },
  voice: { burst: 1e6, secondsPerToken: 0 },
  place: { burst: 1e6, secondsPerToken: 0 },
};

/** Ports that do what is asked, and write down what they were asked. */
export function createTestPorts() {
  const gate = createTestGate();
  const uses: UseRecord[] = [];
  const faults: { what: string; error: unknown }[] = [];
  const ports: Omit<LocalQueueOptions, 'speaker'> = {
    gate,
    print: async () => storedPrint,
    recordUse: async use => {
      uses.push(use);
    },
    hashText: text => `hash of ${text.length}`,
    onFault: (what, error) => faults.push({ what, error }),
    rates: unlimitedRates,
    graceSeconds: 1,
  };
  return { gate, uses, faults, ports };
}

export function job(text: string, rest: Partial<SpeakJob> = {}): SpeakJob {
  return { text, language: 'en', ...rest };
}

/** Lets everything happen that is due. */
export async function settle(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(resolve => setImmediate(resolve));
}

/** Of shares that are all equal 1, of one that has everything 1/n (Jain, Chiu, Hawe 1984). */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return sum ** 2 / (shares.length * squares);
}
