import { describe, expect, it } from 'vitest';
import { duplicatesIn, mergeTrees } from './merge-trees.ts';
import { locateIn, readPolicyTree, toPlain } from './policy-tree.ts';

function merge(below: string, above: string) {
  const findings: string[] = [];
  const tree = mergeTrees(readPolicyTree('base.yaml', below), readPolicyTree('layer.yaml', above), (finding) =>
    findings.push(finding),
  );
  return { value: toPlain(tree), tree, findings };
}

const rules = 'rules:\n  - id: one\n    weight: 1\n    reason: a\n  - id: two\n    weight: 2\n';

describe('mergeTrees', () => {
  it('replaces single values and keeps the place of each', () => {
    const { value, tree } = merge('limit: 4\nname: base', 'limit: 6');
    expect(value).toEqual({ limit: 6, name: 'base' });
    expect(locateIn(tree, ['limit'])).toBe('layer.yaml:1:8');
    expect(locateIn(tree, ['name'])).toBe('base.yaml:2:7');
  });

  it('merges things with an id field by field, where they stand', () => {
    const { value, tree } = merge(rules, 'rules:\n  - id: one\n    weight: 5\n');
    expect(value).toEqual({
      rules: [
        { id: 'one', weight: 5, reason: 'a' },
        { id: 'two', weight: 2 },
      ],
    });
    expect(locateIn(tree, ['rules', 0])).toBe('layer.yaml:2:5');
    expect(locateIn(tree, ['rules', 0, 'weight'])).toBe('layer.yaml:3:13');
    expect(locateIn(tree, ['rules', 0, 'reason'])).toBe('base.yaml:4:13');
  });

  it.each([
    ['last', '- id: new', ['one', 'two', 'new']],
    ['before the one it names', '- { id: new, before: two }', ['one', 'new', 'two']],
    ['elsewhere when it is there already', '- { id: two, before: one }', ['two', 'one']],
    ['not at all when it is removed', '- { id: one, remove: true }', ['two']],
  ])('puts a thing %s', (_, item, order) => {
    const { value, findings } = merge(rules, `rules:\n  ${item}\n`);
    expect(findings).toEqual([]);
    expect(value).toMatchObject({ rules: order.map((id) => ({ id })) });
    expect(JSON.stringify(value)).not.toMatch(/before|remove/u);
  });

  it('tells things of a list apart by intent where they have no id', () => {
    const { value } = merge('script:\n  - { intent: a, text: x }', 'script:\n  - { intent: a, text: y }');
    expect(value).toEqual({ script: [{ intent: 'a', text: 'y' }] });
  });

  it('replaces a list of single values, or changes it', () => {
    expect(merge('words: [a, b]', 'words: [c]').value).toEqual({ words: ['c'] });
    expect(merge('words: [a, b]', 'words: { add: [c], remove: [a] }').value).toEqual({ words: ['b', 'c'] });
  });

  it('removes a key that has no value', () => {
    expect(merge('notices: { stopped: x, safety: y }', 'notices:\n  stopped:\n').value).toEqual({
      notices: { safety: 'y' },
    });
  });

  it.each([
    ['a thing that is not there', rules, 'rules:\n  - { id: three, remove: true }', '2:5'],
    ['a key that is not there', 'notices: { safety: y }', 'notices:\n  stopped:\n', '2:11'],
    ['a value that is not there', 'words: [a]', 'words: { remove: [b] }', '1:19'],
  ])('complains of removing %s', (_, below, above, place) => {
    const { findings } = merge(below, above);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^layer\\.yaml:${place} `, 'u'));
  });

  it.each([
    ['a thing before one that is not there', rules, 'rules:\n  - { id: new, before: nine }'],
    ['a map over a single value', 'limit: 4', 'limit: { a: 1 }'],
    ['a map of something else over a list', 'words: [a]', 'words: { append: [b] }'],
    ['nothing over a list', 'words: [a]', 'words: {}'],
  ])('complains of %s', (_, below, above) => {
    expect(merge(below, above).findings).toHaveLength(1);
  });
});

describe('duplicatesIn', () => {
  it('names every id that stands twice, wherever in the file', () => {
    const tree = readPolicyTree('base.yaml', 'soft:\n  signals:\n    - id: a\n    - id: b\n    - id: a\n');
    expect(duplicatesIn(tree)).toEqual(['base.yaml:5:7 "a" stands twice']);
  });
});
