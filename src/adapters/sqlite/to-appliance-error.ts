import { ApplianceError } from '../../pipeline/appliance-error.ts';
import { toStoreError } from './store-error.ts';

/** What the caller of a change is told when it could not be stored; the fault of the driver is its cause. */
export function toApplianceError(error: unknown): ApplianceError {
  if (error instanceof ApplianceError) return error;
  const { code } = toStoreError(error);
  return code === 'store-full'
    ? new ApplianceError('store-full', 'The appliance cannot store anything more; nothing of this call was done', {
        cause: error,
      })
    : new ApplianceError('store-failed', 'The appliance could not store this call; nothing of it was done', {
        cause: error,
      });
}
