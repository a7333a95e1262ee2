import type { ChildProcess } from 'node:child_process';

export function endOf(
  child: ChildProcess,
  options?: { readonly leadsGroup?: boolean },
): Promise<{ readonly code: number; readonly interruption: NodeJS.Signals | undefined }>;
