export function isOutOfDate(built: string, sources: readonly string[]): boolean;
