/** Stories: what people do on the page, in a real browser with a microphone that plays a recording. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chromiumMissing } from '../../support/chromium.ts';
import { be, notes, requireAccessible, requireNothingCutOff, say, shoot, visits, watchChannel } from './visit.ts';

describe('on the page', { skip: chromiumMissing() ?? false }, () => {
  const open = visits();

  test('speech is deleted by whoever asked for it, and its sound is gone', async context => {
    const page = await open(context);
    await say(page, '/say voice:Demo words to take back');
    await page.getByText('requested by Ada').last().waitFor();
    const message = page.locator('.message', { has: page.locator('.note') }).last();
    const id = await message.getAttribute('id');
    const bytes = page.waitForResponse(/\/media\//);
    await message.getByRole('button', { name: /^Play the/ }).click();
    const address = (await bytes).url();
    await be(page, 'Bob');
    await page.locator(`#${id}`).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('This button is for somebody else').last().waitFor();
    await be(page, 'Ada');
    await page.locator(`#${id}`).getByRole('button', { name: 'Delete' }).click();
    await page.locator(`#${id}`).waitFor({ state: 'detached' });
    assert.equal((await page.context().request.get(address)).status(), 404);
  });

  test('somebody records their voice, allows it to somebody else, and ends it while it is heard', async context => {
    const page = await open(context);
    await be(page, 'Ada');
    await say(page, '/clone name:Mine');
    await page.getByRole('button', { name: 'I am 18 or older' }).last().click();
    await page.locator('.sentence').last().waitFor();
    assert.equal(await page.getByRole('button', { name: 'I am 18 or older' }).count(), 0, 'a decision is made once');
    await shoot(page, 'challenge');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByText('Stop and send, 6 s').waitFor();
    await page.locator('#record').click();
    await page.getByText('Your voice “Mine” is ready').first().waitFor();
    await page.locator('.message img').last().waitFor();
    const own = page.locator('.message.own .note').last();
    await own.getByText(/^0:(?:0[6-9]|[1-5]\d)$/).waitFor();
    await requireAccessible(page);
    await shoot(page, 'card');

    await be(page, 'Bob');
    assert.equal(await page.getByText('AI voice “Mine”').count(), 0, 'what the voice sounds like is for its owner first');
    await say(page, '/say voice:Mine may I?');
    await page.getByText('There is no voice of that name').last().waitFor();
    await be(page, 'Ada');
    await say(page, '/consent allow voice:Mine person:bob');
    await page
      .getByText(/^Allowed for “Mine”/)
      .last()
      .waitFor();

    await be(page, 'Bob');
    await say(page, '/say voice:Mine thank you');
    await page.getByText('AI voice “Mine” of Ada, requested by Bob').last().waitFor();
    await be(page, 'Ada');
    await say(page, '/consent log voice:Mine');
    await page
      .getByText(/: Bob in den, voice note/)
      .last()
      .waitFor();
    await shoot(page, 'log');
    await say(page, '/consent revoke voice:Mine');
    const end = page.getByRole('button', { name: 'Delete the voice for good' }).last();
    await end.waitFor();

    await be(page, 'Bob');
    const told = await watchChannel(page);
    await page.getByLabel('I am in the voice channel').check();
    await say(page, `/say voice:Mine as:live rate:0.5 ${'and one more word '.repeat(26)}`);
    await page.locator('html[data-sounds]').waitFor();
    await shoot(page, 'live');
    await be(page, 'Ada');
    await end.click();
    await page.locator('#playing:empty').waitFor({ state: 'attached' });
    assert.deepEqual(
      (await told()).map(({ state }) => state),
      ['starts', 'cut'],
    );
    await be(page, 'Bob');
    await say(page, '/say voice:Mine again');
    await page.getByText('There is no voice of that name').last().waitFor();
  });

  test('somebody invents a voice, is forgotten, and nothing of theirs speaks any more', async context => {
    const page = await open(context);
    await be(page, 'Cleo');
    await say(page, '/design gender:female name:Brief');
    await page.getByText('“Brief” is ready').first().waitFor();
    await say(page, '/say voice:Brief a last word');
    await page.getByText('AI voice “Brief”, invented, requested by Cleo').last().waitFor();
    await say(page, '/forget');
    await page.locator('.message button.danger').last().click();
    await page
      .getByText(/Receipt/i)
      .last()
      .waitFor();
    await say(page, '/say voice:Brief again');
    await page.getByText('There is no voice of that name').last().waitFor();
  });

  test('whoever was in the voice channel is there after the page was loaded again, and hears', async context => {
    const page = await open(context);
    await be(page, 'Cleo');
    const box = page.getByLabel('I am in the voice channel');
    await box.check();
    await page.reload();
    await page.locator('html[data-ready]').waitFor();
    assert.equal(await box.isChecked(), false, 'Ada is not');
    await be(page, 'Cleo');
    assert.equal(await box.isChecked(), true);
    await watchChannel(page);
    await say(page, '/say voice:Demo as:live here I am again');
    await page.locator('html[data-sounds]').waitFor();
    await box.uncheck();
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
    await say(page, `/say voice:Demo ${evil}`);
    await notes(page).last().waitFor();
    await page.locator('#file').setInputFiles({ name: `${evil}.ogg`, mimeType: 'audio/ogg', buffer: Buffer.from('x') });
    await say(page, 'a file');
    await page.getByText('a file', { exact: true }).waitFor();
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
    const transfer = await page.evaluateHandle(
      '(bytes => { const transfer = new DataTransfer(); ' +
        "transfer.items.add(new File([new Uint8Array(bytes)], 'kept.ogg', { type: 'audio/ogg' })); return transfer; })" +
        `([${bytes}])`,
    );
    await page.dispatchEvent('#messages', 'dragover', { dataTransfer: transfer });
    await page.locator('body.dropping').waitFor();
    await page.dispatchEvent('#messages', 'drop', { dataTransfer: transfer });
    await page.getByText('kept.ogg goes with your next command').waitFor();
    assert.equal(await page.locator('#text').inputValue(), '/verify ');
    await page.locator('#text').press('Enter');
    await page
      .getByText(/Made here with an AI voice on .* This is certain: it is the very file\./)
      .last()
      .waitFor();
    await shoot(page, 'verify');
  });

  for (const dark of [false, true]) {
    test(`at the width of a phone nothing is cut off, ${dark ? 'dark' : 'light'}`, async context => {
      const page = await open(context, { width: 360, dark });
      await say(page, '/clone name:Small');
      await page.getByRole('button', { name: 'I am 18 or older' }).last().click();
      await page.locator('.sentence').last().waitFor();
      await shoot(page, `phone-challenge-${dark ? 'dark' : 'light'}`);
      await page.getByRole('button', { name: 'Record', exact: true }).click();
      await page.getByText('Stop and send, 1 s').waitFor();
      assert.equal(await page.locator('#text').isVisible(), false, 'there is nothing to type meanwhile');
      await page.locator('#record').click();
      await say(page, '/say as:file and now a file');
      await page.getByRole('link', { name: 'speech.ogg' }).last().waitFor();
      await say(page, '/help');
      await page.getByText('/consent').first().waitFor();
      await requireNothingCutOff(page);
      for (const id of ['record', 'text', 'send']) {
        const box = await page.locator(`#${id}`).boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= 360, id);
      }
      await requireAccessible(page);
      await shoot(page, `phone-${dark ? 'dark' : 'light'}`);
    });
  }
});
