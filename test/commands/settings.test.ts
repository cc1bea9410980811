import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSettings, personDefaults, placeDefaults } from '../../src/commands/stored-settings.ts';
import { createStores } from '../../src/stores/index.ts';
import { temporaryFolder } from '../cli/consonant.ts';

test('settings have defaults, keep what was chosen, and lose nothing when two are changed at once', async context => {
  const stores = await createStores({ url: join(await temporaryFolder(context), 'stores.sqlite') });
  context.after(() => stores.close());
  const settings = createSettings(stores.open('people'), stores.open('places'));
  assert.deepEqual(await settings.person('console:ada'), personDefaults);
  assert.deepEqual(await settings.place('console:place/den'), placeDefaults);

  await Promise.all([
    settings.changePerson('console:ada', { locale: 'de' }),
    settings.changePerson('console:ada', { tellUses: true }),
  ]);
  assert.deepEqual(await settings.person('console:ada'), { locale: 'de', tellUses: true });
  await settings.changePlace('console:place/den', { blockedPhrases: ['x'] });
  assert.deepEqual(await settings.place('console:place/den'), { ...placeDefaults, blockedPhrases: ['x'] });
  assert.deepEqual(await settings.place('console:place/lab'), placeDefaults);

  assert.ok((await stores.open('people').erase('console:ada')) >= 1);
  assert.deepEqual(await settings.person('console:ada'), personDefaults);
});
