import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { readPageFiles } from '../../src/bots/playground/page-files.ts';
import { chromiumMissing, startChromium } from '../../test/support/chromium.ts';
import { type Bar, quantile } from '../report.ts';
import type { Context } from '../speed/context.ts';

/** Playground: how soon the page is there, what it weighs, and how soon one hears something; the program as a newcomer starts it, and a real browser. */
const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const starts = 5;
const utterances = 10;
const deadlineMs = 60_000;

export async function measurePlayground({ engineId }: Context): Promise<Bar[]> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-bench-playground-'));
  const config = join(folder, 'consonant.yaml');
  const data = { folder: join(folder, 'data'), keyFile: join(folder, 'key') };
  writeFileSync(
    config,
    JSON.stringify({
      data,
      engine: { id: engineId },
      playground: { port: 0, start: 'always' },
      log: { file: join(folder, 'log') },
    }),
  );
  const startSeconds: number[] = [];
  try {
    await timeStart(config).then(end); // makes the key, the databases and the demo voice
    for (let round = 0; round < starts; round++) {
      const running = await timeStart(config);
      startSeconds.push(running.seconds);
      await end(running);
    }
    return [
      { measure: 'warm start to the page ready, median', value: quantile(startSeconds, 0.5), bar: 2, aim: 1, unit: 's' },
      { measure: 'page weight, first load', value: pageBytes() / 1000, bar: 150, aim: 60, unit: 'kB', digits: 1 },
      ...(await measureSound(config)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As it goes over the wire: every file of the page, compressed. */
function pageBytes(): number {
  return [...readPageFiles().values()].reduce((sum, { brotli }) => sum + brotli.length, 0);
}

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly seconds: number;
}

/** From the start of the process until the page answers. */
async function timeStart(config: string): Promise<Running> {
  const startMs = performance.now();
  const { DISCORD_TOKEN: _, TELEGRAM_TOKEN: __, ...environment } = process.env;
  const child = spawn(process.execPath, [program, '--config', config], { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
  for await (const line of createInterface(child.stdout!)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url === undefined) continue;
    await fetch(url, { redirect: 'manual' });
    return { child, url, seconds: (performance.now() - startMs) / 1000 };
  }
  throw new Error('The playground did not start.');
}

async function end({ child }: Running): Promise<void> {
  const exited = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}

async function measureSound(config: string): Promise<Bar[]> {
  const shared = { bar: 500, aim: 250, unit: 'ms', digits: 0 };
  const measure = 'as:live: Enter to the first sound in the page';
  const missing = chromiumMissing();
  if (missing !== undefined) return [{ ...shared, measure: `${measure} (${missing})`, value: Number.NaN }];
  const running = await timeStart(config);
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(deadlineMs);
    await page.goto(running.url);
    await page.getByText('Welcome. Several people share this page').first().waitFor();
    await page.getByLabel('I am in the voice channel').check();
    const times: number[] = [];
    for (let round = -1; round < utterances; round++) times.push(await timeSound(page, round));
    times.shift(); // the first one finds everything cold
    return [
      { ...shared, measure: `${measure}, median of ${utterances}`, value: quantile(times, 0.5) },
      { ...shared, measure: 'the same, worst', value: quantile(times, 1) },
    ];
  } finally {
    await browser.close();
    await end(running);
  }
}

/** In the page itself: from the key that was pressed until the first sample is played. */
async function timeSound(page: Page, round: number): Promise<number> {
  await page
    .locator('#text')
    .fill(`/say as:live This is sentence number ${round + 2}, and it is new. Here comes another one behind it.`);
  await page.locator('#text').press('Escape');
  const heard = page.evaluate(`new Promise(resolve => {
    let start = 0;
    document.getElementById('text').addEventListener('keydown', () => { start = performance.now(); }, { once: true });
    document.addEventListener('consonant-sound', ({ detail }) => resolve(detail - start), { once: true });
  })`);
  await page.locator('#text').press('Enter');
  const milliseconds = (await heard) as number;
  await page.locator('#playing:empty').waitFor({ state: 'attached' });
  return milliseconds;
}
