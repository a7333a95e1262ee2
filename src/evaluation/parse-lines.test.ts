import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EvaluationError } from './evaluation-error.ts';
import { parseLines } from './parse-lines.ts';

const schema = z.object({ id: z.string(), text: z.string() });
const parse = (text: string) => parseLines({ fileName: 'set.jsonl', text, schema });

function faultOf(text: string): EvaluationError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
  }
  throw new Error('nothing was refused');
}

describe('parseLines', () => {
  it('reads lines of either ending and passes over empty ones', () => {
    expect(parse('{"id":"1","text":"a"}\r\n\n{"id":"2","text":"b"}\n')).toHaveLength(2);
  });

  it.each([
    ['no JSON', '{"id":"1","text":"a"}\nhello', 'set.jsonl:2'],
    ['a field that is missing', '\n{"id":"1"}', 'set.jsonl:2'],
    ['an id twice', '{"id":"1","text":"a"}\n{"id":"1","text":"b"}', 'set.jsonl:2'],
  ])('refuses %s and names the line', (_, text, at) => {
    const fault = faultOf(text);
    expect(fault.code).toBe('line-invalid');
    expect(fault.message).toContain(at);
  });

  it('names a few lines of many, and never what stands there', () => {
    const fault = faultOf('my name is Ann\n'.repeat(40));
    expect(fault.message.split('\n')).toHaveLength(6);
    expect(fault.message).not.toContain('Ann');
  });

  it('refuses a file without lines', () => {
    expect(faultOf('\n\n').code).toBe('input-empty');
  });
});
