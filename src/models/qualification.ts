import type { GradeFinding } from './grade-answer.ts';

/** How one item went. */
export interface ItemResult {
  readonly id: string;
  readonly kind: string;
  readonly passed: boolean;
  /** Empty when passed. */
  readonly why: readonly GradeFinding[];
}

/** How a model did. Shares are between 0 and 1. */
export interface ExaminationResult {
  readonly passed: boolean;
  readonly overall: number;
  readonly perKind: Readonly<Record<string, number>>;
  readonly items: readonly ItemResult[];
}

/** What of an examination says who passed. */
interface Graded<Item> {
  readonly items: readonly Item[];
  readonly pass: { readonly overall: number; readonly perKind: Readonly<Partial<Record<string, number>>> };
}

/** One examination of one model, in whatever role. */
export interface ExaminationRun<Item> {
  readonly examination: Graded<Item>;
  /** Puts one item to the model under examination, and says what it got wrong. Faults end the examination. */
  readonly grade: (item: Item) => Promise<readonly GradeFinding[]>;
  readonly onProgress?: ((done: number, of: number, result: ItemResult) => void) | undefined;
}

/** Puts every item to the model, one after another, and grades without judgement of its own. */
export async function examine<Item extends { readonly id: string; readonly kind: string }>({
  examination,
  grade,
  onProgress,
}: ExaminationRun<Item>): Promise<ExaminationResult> {
  const items: ItemResult[] = [];
  for (const item of examination.items) {
    const why = await grade(item);
    const result = { id: item.id, kind: item.kind, passed: why.length === 0, why };
    items.push(result);
    onProgress?.(items.length, examination.items.length, result);
  }
  return sumUp(examination.pass, items);
}

function sumUp(pass: Graded<unknown>['pass'], items: readonly ItemResult[]): ExaminationResult {
  const kinds = [...new Set(items.map((item) => item.kind))];
  const perKind = Object.fromEntries(
    kinds.map((kind) => [kind, shareOf(items.filter((item) => item.kind === kind))] as const),
  );
  const overall = shareOf(items);
  const passed = overall >= pass.overall && kinds.every((kind) => (perKind[kind] ?? 0) >= (pass.perKind[kind] ?? 0));
  return { passed, overall, perKind, items };
}

function shareOf(items: readonly ItemResult[]): number {
  return items.filter((item) => item.passed).length / items.length;
}
