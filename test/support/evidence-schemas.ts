import { readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parseJson } from '../../src/conversation/parse-json.ts';

/** What NIST's own schema of assessment results finds wrong with a document. */
export function findOscalFaults(document: string): readonly string[] {
  const schema = parseJson(readFileSync(new URL('../schemas/oscal-assessment-results.json', import.meta.url), 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  if (typeof schema !== 'object' || schema === null) throw new Error('The schema is none');
  const validate = ajv.compile(schema);
  validate(parseJson(document));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What the strict schema of CycloneDX 1.6 finds wrong with a bill of materials. */
export async function findSbomFaults(document: string): Promise<string | null> {
  const faults = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(document);
  return faults === null ? null : JSON.stringify(faults);
}
