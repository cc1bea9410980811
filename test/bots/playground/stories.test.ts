/** Stories: what people do on the page, in a real browser with a microphone that plays a recording. Screenshots lie in out/screenshots. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromiumMissing, startChromium } from '../../support/chromium.ts';
import { createStage, type Stage } from './stage.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const deadlineMs = 60_000;

describe('on the page', { skip: chromiumMissing() ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-microphone-'));
  const screenshots = inProject('out/screenshots');
  let stage: Stage;
  let browser: Browser;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    const microphone = join(folder, 'voice.wav');
    const made = spawnSync('ffmpeg', ['-v', 'error', '-i', inProject('samples/voice-message.ogg'), '-ar', '48000', microphone]);
    assert.equal(made.status, 0, `${made.stderr}`);
    stage = await createStage();
    browser = await startChromium({ microphone });
  });

  after(async () => {
    await browser?.close();
    await stage?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(context: TestContext, options: { readonly width?: number; readonly dark?: boolean } = {}): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1200, height: 800 },
      colorScheme: options.dark ? 'dark' : 'light',
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
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.locator('#text').fill(text);
    await page.locator('#text').press('Escape');
    await page.locator('#text').press('Enter');
  }

  const be = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}\\b`) }).check();
  const notes = (page: Page) => page.locator('.message .note');

  async function requireAccessible(page: Page): Promise<void> {
    // Not by a script element: the page's own policy forbids those.
    const violations = await page.evaluate(
      `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(node => node.html).join(' | ')))`,
    );
    assert.deepEqual(violations, []);
  }

  test('a newcomer hears the demo voice, as a note that plays where one clicks', async context => {
    const page = await open(context);
    await say(page, '/say Good morning everyone, here I am');
    const note = notes(page).last();
    await note.waitFor();
    await page.getByText('AI voice “Demo”, invented, requested by Ada').last().waitFor();
    await note.getByRole('slider').focus();
    await note.getByRole('slider').press('End');
    await note.getByRole('slider').press('Home');
    await note.getByRole('button').click();
    await note.getByRole('button', { name: /^Pause/ }).waitFor();
    await note.getByRole('button', { name: /^Play/ }).waitFor();
    await requireAccessible(page);
    await page.screenshot({ path: join(screenshots, 'note.png') });
  });

  test('somebody records their voice, allows it to somebody else, and ends it while it is heard', async context => {
    const page = await open(context);
    await be(page, 'Ada');
    await say(page, '/clone name:Mine');
    await page.getByRole('button', { name: 'I am 18 or older' }).last().click();
    await page.locator('.sentence').last().waitFor();
    await page.screenshot({ path: join(screenshots, 'challenge.png') });
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('Stop and send, 6 s').waitFor();
    await page.locator('#record').click();
    await page.getByText('Your voice “Mine” is ready').first().waitFor();
    await page.locator('.message img').last().waitFor();
    await requireAccessible(page);
    await page.screenshot({ path: join(screenshots, 'card.png') });

    await be(page, 'Bob');
    await say(page, '/say voice:Mine may I?');
    await page.getByText('There is no voice of that name').last().waitFor();
    await be(page, 'Ada');
    await say(page, '/consent allow voice:Mine person:bob');
    await page
      .getByText(/^Allowed for “Mine”/)
      .last()
      .waitFor();

    await be(page, 'Bob');
    await page.getByLabel('I am in the voice channel').check();
    await say(page, `/say voice:Mine as:live ${'and one more word '.repeat(26)}`);
    await page.locator('#playing', { hasText: 'Mine' }).waitFor();
    await page.screenshot({ path: join(screenshots, 'live.png') });
    await be(page, 'Ada');
    await say(page, '/consent revoke voice:Mine');
    await page.getByRole('button', { name: 'Delete' }).last().click();
    await page.locator('#playing', { hasText: 'Nobody is speaking.' }).waitFor();
    await be(page, 'Bob');
    await say(page, '/say voice:Mine again');
    await page.getByText('There is no voice of that name').last().waitFor();
  });

  test('the keyboard is enough: from the top of the page to a note', async context => {
    const page = await open(context);
    const before = await notes(page).count();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/sa');
    await page.locator('#suggestions [role=option]').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('voice:De');
    await page.getByRole('option', { name: 'Demo' }).waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('#text').getAttribute('aria-activedescendant'), 'suggestion-0');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('#text').inputValue(), '/say voice:Demo ');
    await page.keyboard.type('with the keyboard alone');
    await page.keyboard.press('Enter');
    await notes(page).nth(before).waitFor();
  });

  test('what somebody typed is never markup, and a stranger is called by the name they gave', async context => {
    const page = await open(context);
    const evil = '<img src=x onerror="document.title=1">';
    await say(page, evil);
    await page.getByText(evil).last().waitFor();
    await say(page, `/say ${evil}`);
    await page.getByLabel('Somebody else').fill('<b>Eve</b>');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('A name has 1 to 20 letters').waitFor();
    await page.getByLabel('Somebody else').fill('Eve');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('radio', { name: 'Eve', exact: true }).waitFor();
    assert.equal(await page.title(), 'Consonant');
    assert.equal(await page.locator('#messages img[src="x"]').count(), 0);
  });

  test('a private chat is seen by one person, and a file that was made here is known by /verify', async context => {
    const page = await open(context);
    await be(page, 'Cleo');
    await page.getByRole('radio', { name: 'Alone with the bot' }).check();
    await say(page, 'between us');
    await page.getByText('between us').waitFor();
    await be(page, 'Bob');
    await page.getByRole('radio', { name: 'Alone with the bot' }).check();
    assert.equal(await page.getByText('between us').count(), 0);
    await page.getByRole('radio', { name: 'The den' }).check();
    await say(page, '/say voice:Demo as:file a file to keep');
    const link = page.getByRole('link', { name: 'speech.ogg' }).last();
    await link.waitFor();
    const bytes = await page.evaluate(
      async href => Array.from(new Uint8Array(await (await fetch(href)).arrayBuffer())),
      (await link.getAttribute('href')) ?? '',
    );
    await page.locator('#file').setInputFiles({ name: 'kept.ogg', mimeType: 'audio/ogg', buffer: Buffer.from(bytes) });
    await page.getByText('kept.ogg goes with your next command').waitFor();
    await say(page, '/verify');
    await page
      .getByText(/made (by this instance|here)/i)
      .last()
      .waitFor();
  });

  for (const dark of [false, true]) {
    test(`at the width of a phone nothing is cut off, ${dark ? 'dark' : 'light'}`, async context => {
      const page = await open(context, { width: 360, dark });
      await say(page, '/help');
      await page.getByText('/consent').first().waitFor();
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
      for (const id of ['record', 'text', 'send']) {
        const box = await page.locator(`#${id}`).boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= 360, id);
      }
      await requireAccessible(page);
      await page.screenshot({ path: join(screenshots, `phone-${dark ? 'dark' : 'light'}.png`) });
    });
  }
});
