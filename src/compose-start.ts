import type { Appliance, ApplianceOptions } from './compose.ts';
import { openCatalogueEngines } from './compose-engines.ts';

/**
 * Opens an appliance as `npm run up` and `npm start` do: models begin to load before most of the program itself does,
 * which takes about as long.
 */
export async function startAppliance(options: Omit<ApplianceOptions, 'engines'>): Promise<Appliance> {
  const engines = openCatalogueEngines(options.environment, options.config);
  // Whoever opens the appliance awaits it; until then a failure must not count as one nobody sees.
  engines.catch(() => undefined);
  const { openAppliance } = await import('./compose.ts');
  return openAppliance({ ...options, engines });
}
