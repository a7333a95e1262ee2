import { expect, it } from 'vitest';
import { findMissingModels } from './missing-models.ts';
import { createModelStore } from './model-store.ts';

it('names every default model of an empty folder, and none that is no default', async () => {
  const store = await createModelStore({
    directory: '/nowhere',
    catalogueFile: 'models/catalogue.yaml',
    offline: true,
  });
  const missing = await findMissingModels(store);
  expect(missing).toEqual(store.models.filter((model) => model.default).map(({ id }) => id));
  expect(missing.length).toBeLessThan(store.models.length);
});
