import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConsent } from '../../src/consent/create-consent.ts';
import type { Form } from '../../src/consent/identity.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import type { EngineHost } from '../../src/engine/host.ts';
import { writePrint } from '../../src/engine/print.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import { speakerOf } from '../../src/jobs/studio-speaker.ts';
import { createTestPorts, job } from '../../test/jobs/support.ts';
import { type Bar, number } from '../report.ts';
import { type Context, twoSentences } from './context.ts';

const rounds = 5;
const owner = 'console:ada';
const placeId = 'console:hall';

/**
 * From the owner's word to silence, with the real gate, a ledger on disk and the engine process: 50 jobs wait, 2 run, 1 plays at the pace of
 * a listener. Counts what is handed out after the voice has ended.
 */
export async function measureRevocation(context: Context): Promise<Bar[]> {
  const host = await context.host();
  const storedPrint = writePrint(await context.print());
  const silent: number[] = [];
  const stopped: number[] = [];
  let handedAfterwards = 0;
  for (let round = 0; round < rounds; round++) {
    const measured = await revokeOnce(host, storedPrint);
    silent.push(measured.silentMs);
    stopped.push(measured.stoppedMs);
    handedAfterwards += measured.handedAfterwards;
  }
  const limits = { bar: 250, aim: 100, unit: 'ms', digits: 0 };
  const found = `worst of ${number(rounds, 0)}`;
  return [
    { measure: `revoke with 50 waiting, 2 running, 1 playing: all silent, ${found}`, value: Math.max(...silent), ...limits },
    { measure: `the same until the engine has stopped, ${found}`, value: Math.max(...stopped), ...limits },
    { measure: 'packets and files handed out after that silence', value: handedAfterwards, bar: 0, unit: '', digits: 0 },
  ];
}

async function revokeOnce(host: EngineHost, storedPrint: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-bench-'));
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  const consent = await createConsent({ ledger, now: Date.now });
  const queue = createLocalQueue({
    ...createTestPorts().ports,
    gate: consent,
    speaker: speakerOf(host),
    print: async () => storedPrint,
    running: 3,
    waiting: 100,
    waitingPerPlace: 100,
    waitingPerPerson: 100,
  });
  consent.onRevoked(queue.forgetVoice);
  try {
    const voiceId = await consent.enrol({
      owner,
      placeId,
      notice: { version: '1', hash: '0'.repeat(64) },
      verification: { method: 'embedded', scores: {}, thresholds: {} },
      voice: { voiceId: '0123456789abcdefghjkmnpqrs', wrappedKey: new Uint8Array(60) },
    });
    let handed = 0;
    const playing = Promise.withResolvers<void>();
    const submit = (text: string, form: Form) => {
      const grant = consent.grant({ voiceId, asker: { personId: owner, placeId, roles: [] }, form });
      const handle = queue.submit(job(text), grant);
      const listen = async () => {
        if (form !== 'live') await handle.finished;
        else {
          for await (const _packet of handle.packets) {
            if (++handed === 10) playing.resolve();
            await sleep(20);
          }
        }
        handed++;
      };
      return Promise.allSettled([listen(), handle.finished]);
    };
    const long = Array(20).fill(twoSentences).join(' ');
    const all = [submit(long, 'live'), submit(long, 'note'), submit(`${long} Again.`, 'file')];
    await playing.promise;
    for (let i = 0; i < 50; i++) all.push(submit(`Number ${i}. ${twoSentences}`, (['live', 'note', 'file'] as const)[i % 3]));

    const startMs = performance.now();
    const revoked = consent.revoke(voiceId, owner);
    await Promise.all(all);
    await revoked;
    const silentMs = performance.now() - startMs;
    const handedBefore = handed;
    while (host.openCalls > 0) await sleep(1);
    const stoppedMs = performance.now() - startMs;
    await sleep(200);
    return { silentMs, stoppedMs, handedAfterwards: handed - handedBefore };
  } finally {
    await queue.close();
    consent.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  }
}
