import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { productVersion } from './product-version.ts';

it('is the version of the package', () => {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(z.looseObject({ version: z.string() }).parse(parseJson(file)).version).toBe(productVersion);
});
