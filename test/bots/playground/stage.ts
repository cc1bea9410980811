/** Stage: the playground with everything real behind it but the judgement of a reading, on a port of its own. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlayground } from '../../../src/bots/playground/playground.ts';
import { createLog } from '../../../src/log.ts';
import { createService } from '../../../src/service.ts';
import type { Ear } from '../../../src/voices/enrolling.ts';

export interface Stage extends AsyncDisposable {
  /** With the key of this start. */
  readonly url: string;
  readonly origin: string;
  readonly folder: string;
}

/** Hears whatever is read as the right words; all else is the engine's. */
function believing(real: Ear): Ear {
  return {
    ...real,
    async verify() {
      const verification = { method: 'test', scores: {}, thresholds: {} };
      return { accepted: true, verification, fingerprint: randomBytes(64) };
    },
  };
}

export interface StageOptions {
  readonly engine?: string;
}

export async function createStage({ engine = 'tone' }: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-playground-'));
  mkdirSync(join(folder, 'keys'), { mode: 0o700 });
  const log = createLog({ file: join(folder, 'log') });
  const service = await createService({
    dataFolder: join(folder, 'data'),
    keyFile: join(folder, 'keys', 'master.key'),
    engine,
    operators: [],
    log,
    warm: false,
    earFor: believing,
  });
  const bot = createPlayground(
    { port: 0, people: ['Ada', 'Bob', 'Cleo'] },
    {
      dispatcher: service.dispatcher,
      commands: service.commands,
      places: { left: async () => {}, joined: async () => {} },
      offerDemoVoice: (wish, signal) => service.offerDemoVoice(wish, signal),
      memory: service.memory('playground'),
      log,
      onFatal(reason) {
        throw reason;
      },
    },
  );
  await bot.start();
  const url = /http:\S+/.exec(bot.greeting ?? '')![0];
  return {
    url,
    origin: new URL(url).origin,
    folder,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await service.close(0);
      const faults = readFileSync(join(folder, 'log'), 'utf8').match(/^\{"level":50.*$/gm);
      assert.equal(faults, null);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
