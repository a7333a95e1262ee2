import { describe, expect, it } from 'vitest';
import { StoreError, toStoreError } from './store-error.ts';

describe('toStoreError', () => {
  it.each([
    ['SQLITE_FULL', 'store-full'],
    ['ENOSPC', 'store-full'],
    ['SQLITE_IOERR_SHMSIZE', 'store-full'],
    ['SQLITE_READONLY_DBMOVED', 'store-unwritable'],
    ['EROFS', 'store-unwritable'],
    ['ENOENT', 'store-unwritable'],
    ['SQLITE_CANTOPEN', 'store-unwritable'],
    ['SQLITE_NOTADB', 'store-damaged'],
    ['SQLITE_CORRUPT_VTAB', 'store-damaged'],
    ['SQLITE_IOERR_FSYNC', 'store-failed'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'store-failed'],
    ['SQLITE_BUSY', 'store-failed'],
  ])('tells %s as %s', (code, expected) => {
    const error = Object.assign(new Error('INSERT INTO secret'), { code });
    const coded = toStoreError(error);
    expect(coded).toMatchObject({ code: expected, cause: error });
    expect(coded.message).not.toContain('secret');
  });

  it('takes anything that was thrown, and leaves what is coded already', () => {
    expect(toStoreError('thrown').code).toBe('store-failed');
    const coded = new StoreError('key-missing', 'Cannot');
    expect(toStoreError(coded)).toBe(coded);
  });
});
