import { openRemoteAlerts } from '../src/compose-alerts-remote.ts';
import type { AlertView } from '../src/http/http-ports.ts';
import { createCommand } from './command.ts';

const { program, print, environment, run } = createCommand('alerts', 'what the running appliance tells of itself');

function toLine({ severity, rule, text, raisedAt, clearedAt }: AlertView): string {
  const time = clearedAt === null ? `since ${raisedAt}` : `${raisedAt} to ${clearedAt}`;
  return `${severity.padEnd(9)} ${rule.padEnd(24)} ${time}\n          ${text}`;
}

async function list(options: { readonly all?: true }): Promise<void> {
  const alerts = await openRemoteAlerts(environment()).list();
  const open = alerts.filter(({ clearedAt }) => clearedAt === null);
  const shown = options.all === true ? alerts : open;
  print(shown, [...shown.map(toLine), open.length === 0 ? 'No alert holds.' : `${open.length} hold.`]);
  process.exitCode = open.length === 0 ? 0 : 1;
}

async function test(): Promise<void> {
  const queued = await openRemoteAlerts(environment()).test();
  const words =
    queued === 0
      ? 'No webhook is set up. Name one under "webhooks" in policies/alerts.yaml; docs/observability.md shows how.'
      : `A test message is on its way to ${queued} webhooks. What does not arrive within seconds shows in the lines alert-not-delivered.`;
  print({ queued }, [words]);
  process.exitCode = queued === 0 ? 1 : 0;
}

program
  .command('list')
  .description('alerts that hold; ends with 1 where there are any')
  .option('--all', 'the latest that are over as well')
  .action(list);
program.command('test').description('send a test message to every webhook').action(test);

await run();
