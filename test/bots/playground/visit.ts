/** Visit: pages of the playground in a real browser, whose microphone plays a recording; what people do there and see. Screenshots lie in out/screenshots. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../../support/chromium.ts';
import { createStage, type Stage, type StageOptions } from './stage.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = inProject('out/screenshots');
const deadlineMs = 60_000;

export interface Look {
  readonly width?: number;
  readonly dark?: boolean;
}

/** Call it in a suite: a playground and a browser of its own, until it is over. Returns what opens a page for a test, which fails for whatever goes wrong there. */
export function visits(options: StageOptions = {}): (context: TestContext, look?: Look) => Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-microphone-'));
  let stage: Stage;
  let browser: Browser;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    const microphone = join(folder, 'voice.wav');
    const made = spawnSync('ffmpeg', ['-v', 'error', '-i', inProject('samples/voice-message.ogg'), '-ar', '48000', microphone]);
    assert.equal(made.status, 0, `${made.stderr}`);
    stage = await createStage(options);
    browser = await startChromium({ microphone });
  });

  after(async () => {
    await browser?.close();
    await stage?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  return async (context, { width = 1200, dark = false } = {}) => {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme: dark ? 'dark' : 'light',
      locale: 'en-GB',
    });
    const faults: string[] = [];
    page.on('pageerror', error => faults.push(error.message));
    // What the program refuses is told in the page; the browser notes the status as an error.
    page.on(
      'console',
      message => message.type() === 'error' && !/status of 400/.test(message.text()) && faults.push(message.text()),
    );
    page.on('request', request => {
      if (!request.url().startsWith(stage.origin) && !request.url().startsWith('blob:'))
        faults.push(`asked for ${request.url()}`);
    });
    context.after(async () => {
      await page.close();
      assert.deepEqual(faults, []);
    });
    page.setDefaultTimeout(deadlineMs);
    await page.goto(stage.url);
    await page.locator('html[data-ready]').waitFor();
    await page.getByText('Welcome. Several people share this page').first().waitFor();
    return page;
  };
}

export async function say(page: Page, text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Escape');
  await page.locator('#text').press('Enter');
}

export const be = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}\\b`) }).check();
export const notes = (page: Page) => page.locator('.message .note');

/** What happens in the voice channel from now on, as the program tells it. Call the result for what was told. */
export async function watchChannel(page: Page): Promise<() => Promise<readonly { id: string; state: string }[]>> {
  await page.evaluate(`window.told = [];
    document.addEventListener('consonant-sound', () => { document.documentElement.dataset.sounds = 'true'; });
    new Promise(resolve => {
      const source = new EventSource('/events');
      source.onmessage = ({ data }) => JSON.parse(data).kind === 'live' && window.told.push(JSON.parse(data));
      source.addEventListener('ready', resolve);
    })`);
  return () => page.evaluate('window.told');
}

export async function requireNothingCutOff(page: Page): Promise<void> {
  const wide = await page.evaluate(
    `[document.documentElement, ...document.querySelectorAll('aside, main, #messages, #messages *')].filter(({ scrollWidth, clientWidth, tagName }) =>
      clientWidth > 0 && scrollWidth > clientWidth && tagName !== 'INPUT').map(node => node.outerHTML.slice(0, 100))`,
  );
  assert.deepEqual(wide, []);
}

export async function requireAccessible(page: Page): Promise<void> {
  // Not by a script element: the page's own policy forbids those.
  const violations = await page.evaluate(
    `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(node => node.html).join(' | ')))`,
  );
  assert.deepEqual(violations, []);
}

/** Of what is to be seen now. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
