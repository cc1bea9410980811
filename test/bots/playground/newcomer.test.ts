/** A newcomer: what `npm start` shows, with the engine that everybody begins with. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chromiumMissing } from '../../support/chromium.ts';
import { notes, requireAccessible, shoot, visits } from './visit.ts';

describe('a newcomer', { skip: chromiumMissing() ?? false }, () => {
  const open = visits({ engine: 'mynah' });

  test('presses one button and hears the demo voice, as a note that plays where one clicks', async context => {
    const page = await open(context);
    await page.getByRole('button', { name: 'Hear the demo voice' }).click();
    const note = notes(page).last();
    await note.waitFor();
    await page.getByText('AI voice “Demo”, invented, requested by Ada').last().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Hear the demo voice' }).isVisible(), false);
    const slider = note.getByRole('slider');
    await slider.focus();
    await slider.press('End');
    await slider.press('Home');
    await note.getByRole('button').click();
    await note.getByRole('button', { name: /^Pause/ }).waitFor();
    await note.getByRole('button', { name: /^Play/ }).waitFor();
    const { width, height } = (await note.locator('.track').boundingBox())!;
    await note.locator('.track').click({ position: { x: width * 0.75, y: height / 2 } });
    // Of 64 bars, once the player is there.
    await note.locator('.heard').nth(40).waitFor();
    const position = Number(await slider.inputValue());
    assert.ok(position > 650 && position < 850, `it is at ${position} of 1000`);
    await requireAccessible(page);
    await shoot(page, 'note');
  });
});
