import type { ModelStore } from './model-store.ts';

/** Ids of the default models that are not on disk, or not whole. */
export async function findMissingModels(store: Pick<ModelStore, 'models' | 'verifyModel'>): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { id } of store.models.filter((model) => model.default)) {
    if ((await store.verifyModel(id)).state !== 'present') missing.push(id);
  }
  return missing;
}
