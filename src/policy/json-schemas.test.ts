import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { toJsonSchemas } from './json-schemas.ts';
import { policySchemas } from './policy-schema.ts';

const folder = fileURLToPath(new URL('../../policies/', import.meta.url));
const schemas = toJsonSchemas();
const propertiesOf = (schema: unknown): Record<string, unknown> => {
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) throw new Error('No object schema');
  return { ...(schema.properties as object) };
};

describe('toJsonSchemas', () => {
  it.each([...schemas])('is current in policies/schemas/%s: else run `npm run policy -- schema`', (path, schema) => {
    expect(JSON.parse(readFileSync(join(folder, 'schemas', path), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('has nothing beside it that no schema is for', () => {
    const written = readdirSync(join(folder, 'schemas'), { recursive: true }).map(String);
    expect(written.filter((name) => name.endsWith('.json')).sort()).toEqual([...schemas.keys()].sort());
  });

  it.each(Object.keys(policySchemas))('is what %s.yaml names to editors', (name) => {
    const [first] = readFileSync(join(folder, `${name}.yaml`), 'utf8').split('\n');
    expect(first).toBe(`# yaml-language-server: $schema=schemas/${name}.json`);
  });

  it('wants of a layer no more than the id of what it changes', () => {
    const layer = schemas.get('layers/escalation.json');
    expect(layer).toMatchObject({ required: [], additionalProperties: false });
    expect(JSON.stringify(propertiesOf(layer).hard)).toContain('"required":["id"]');
    expect(JSON.stringify(propertiesOf(layer).hard)).toContain('"before"');
    expect(JSON.stringify(propertiesOf(schemas.get('layers/tone.json')).prohibitedPhrases)).toContain('"add"');
  });
});
