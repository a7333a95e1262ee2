import { z } from 'zod';
import { policySchemas } from './policy-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Fields that say which thing of a list is meant. */
const identities: readonly string[] = ['id', 'intent'];
const nothing = { type: 'null', description: 'Removes what the layer below says.' };
const directions = {
  remove: { const: true, description: 'Takes this away from the list of the layer below.' },
  before: { type: 'string', description: 'The thing of the list this one stands before.' },
};

/**
 * JSON Schemas (draft 7) of the policy files for editors, by path below the folder they are written to: one for each file, one
 * for what a layer may say of it, in which nothing is required and everything can be removed.
 */
export function toJsonSchemas(): ReadonlyMap<string, Schema> {
  const files = Object.entries(policySchemas).map(([name, schema]) => [name, toSchema(name, schema)] as const);
  return new Map([
    ...files.map(([name, schema]) => [`${name}.json`, schema] as const),
    ...files.map(
      ([name, schema]) => [`layers/${name}.json`, { ...asLayer(schema), title: `${name}.yaml of a layer` }] as const,
    ),
  ]);
}

function toSchema(name: string, schema: z.ZodType): Schema {
  return { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }), title: `${name}.yaml` };
}

function asLayer(schema: Schema): Schema {
  const { properties, additionalProperties, items, required: _all, minItems: _least, ...rest } = schema;
  if (isSchema(properties)) {
    const names = identities.filter((name) => name in properties);
    const own = Object.entries(properties).map(([name, inner]) => [
      name,
      names.includes(name) ? inner : orNothing(inner),
    ]);
    return {
      ...rest,
      properties: { ...Object.fromEntries(own), ...(names.length > 0 ? directions : {}) },
      required: names,
      additionalProperties,
    };
  }
  if (isSchema(items)) {
    const list = { ...rest, items: asLayer(items) };
    if (isSchema(items.properties)) return list;
    const change = { type: 'object', properties: { add: list, remove: list }, additionalProperties: false };
    return { anyOf: [list, change] };
  }
  if (isSchema(additionalProperties)) return { ...rest, additionalProperties: orNothing(additionalProperties) };
  return schema;
}

function orNothing(schema: unknown): Schema {
  return { anyOf: [isSchema(schema) ? asLayer(schema) : {}, nothing] };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
