import type { Examination, ExaminationItem, ItemKind } from './examination.ts';
import { type GradeFinding, gradeAnswer } from './grade-answer.ts';

/** How one item went. */
export interface ItemResult {
  readonly id: string;
  readonly kind: ItemKind;
  readonly passed: boolean;
  /** Empty when passed. */
  readonly why: readonly GradeFinding[];
}

/** How a model did. Shares are between 0 and 1. */
export interface ExaminationResult {
  readonly passed: boolean;
  readonly overall: number;
  readonly perKind: Readonly<Partial<Record<ItemKind, number>>>;
  readonly items: readonly ItemResult[];
}

/** One examination of one model. */
export interface ExaminationRun {
  readonly examination: Examination;
  /** The answer of the model under examination, worded as a reply to a customer would be. Faults end the examination. */
  readonly answer: (item: ExaminationItem) => Promise<string>;
  readonly onProgress?: ((done: number, of: number, result: ItemResult) => void) | undefined;
}

/** Puts every item to the model, one after another, and grades without judgement of its own. */
export async function examine({ examination, answer, onProgress }: ExaminationRun): Promise<ExaminationResult> {
  const items: ItemResult[] = [];
  for (const item of examination.items) {
    const why = gradeAnswer(item, await answer(item), examination.refusals);
    const result = { id: item.id, kind: item.kind, passed: why.length === 0, why };
    items.push(result);
    onProgress?.(items.length, examination.items.length, result);
  }
  return sumUp(examination, items);
}

function sumUp({ pass }: Examination, items: readonly ItemResult[]): ExaminationResult {
  const kinds = [...new Set(items.map((item) => item.kind))];
  const perKind: Partial<Record<ItemKind, number>> = Object.fromEntries(
    kinds.map((kind) => [kind, shareOf(items.filter((item) => item.kind === kind))]),
  );
  const overall = shareOf(items);
  const passed = overall >= pass.overall && kinds.every((kind) => (perKind[kind] ?? 0) >= (pass.perKind[kind] ?? 0));
  return { passed, overall, perKind, items };
}

function shareOf(items: readonly ItemResult[]): number {
  return items.filter((item) => item.passed).length / items.length;
}
