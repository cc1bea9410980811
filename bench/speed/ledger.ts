import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../../src/consent/events.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import type { Ledger } from '../../src/consent/ledger.ts';
import type { Bar } from '../report.ts';

const appends = 1_000;
const callers = 16;
const recovered = 100_000;
const perAppend = 2_000;

/** The ledger in a SQLite file in the temporary folder: durable appends by one and by many callers, and reading everything at a start. */
export async function measureLedger(): Promise<Bar[]> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-bench-'));
  const url = join(folder, 'ledger.sqlite');
  try {
    const ledger = await createLedger({ url });
    const alone = await appendsPerSecond(ledger, 1);
    const together = await appendsPerSecond(ledger, callers);
    await fill(ledger);
    await ledger.close();
    const seconds = await recoverySeconds(url);
    const rate = { bar: 300, unit: '/s', digits: 0, higherIsBetter: true };
    return [
      { measure: 'ledger: durable appends, one caller after another', value: alone, ...rate },
      { measure: `ledger: durable appends, ${callers} callers`, value: together, ...rate },
      { measure: `ledger: opened and ${recovered} events read and proven`, value: seconds, bar: 2, unit: 's' },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function appendsPerSecond(ledger: Ledger, count: number): Promise<number> {
  const start = performance.now();
  const call = async (caller: number) => {
    for (let version = 0; version < appends / count; version++) {
      await ledger.append(`voice:${count}-${caller}`, version, [rule(version)]);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, caller) => call(caller)));
  return (Math.floor(appends / count) * count * 1000) / (performance.now() - start);
}

async function fill(ledger: Ledger): Promise<void> {
  for (let version = 0; version < recovered; version += perAppend) {
    await ledger.append(
      'voice:filling',
      version,
      Array.from({ length: perAppend }, (_, index) => rule(version + index)),
    );
  }
}

async function recoverySeconds(url: string): Promise<number> {
  const start = performance.now();
  const ledger = await createLedger({ url });
  let count = 0;
  for await (const _event of ledger.readAll()) if (++count === recovered) break;
  const seconds = (performance.now() - start) / 1000;
  await ledger.close();
  return count === recovered ? seconds : Number.NaN;
}

/** As long as a usual one. */
function rule(number: number): NewEvent<'rule-allowed'> {
  const token = 'a'.repeat(26);
  return {
    kind: 'rule-allowed',
    body: {
      rule: `${token}${number}`,
      audience: { kind: 'person', person: token },
      place: token,
      forms: ['note', 'file', 'live'],
      untilMs: 1_800_000_000_000,
    },
  };
}
