import { Option } from 'commander';
import { openKeyDesk } from '../src/compose-api-keys.ts';
import type { ListedKey } from '../src/identity/key-register.ts';
import { roles } from '../src/identity/roles.ts';
import { createCommand } from './command.ts';

const { program, print, environment, run } = createCommand(
  'keys',
  'add, list and revoke the keys of devices and systems',
);

program.addHelpText(
  'after',
  `
A key is shown once, when it is made; the store keeps its hash alone. To change one: add another of its role, put that in
place, then revoke the first. All of it works beside a running appliance, which brings every change into the log.`,
);

function toLine({ id, role, name, made, revoked }: ListedKey): string {
  const state = revoked === null ? 'valid  ' : 'revoked';
  return `${id.padEnd(16)} ${role.padEnd(9)} ${(name ?? '-').padEnd(24)} ${state} made ${made} changed ${revoked ?? made}`;
}

/** `changed` is the latest of what happened to it. */
function toRow(key: ListedKey) {
  return { ...key, changed: key.revoked ?? key.made };
}

function add(options: { readonly role: string; readonly name?: string }): void {
  const role = roles.find((one) => one === options.role);
  if (role === undefined) return;
  using desk = openKeyDesk(environment());
  const { key, ...made } = desk.add(role, options.name ?? null);
  const called = made.name === null ? '' : ` (${made.name})`;
  print({ ...toRow(made), key }, [
    `${made.id}${called} may call as ${role}. This is its key; it is not shown again:`,
    key,
  ]);
}

function list(): void {
  using desk = openKeyDesk(environment());
  const keys = desk.list();
  print(keys.map(toRow), [...keys.map(toLine), `${keys.length} keys`]);
}

function revoke(id: string): void {
  using desk = openKeyDesk(environment());
  const key = desk.revoke(id);
  print(toRow(key), [`${key.id} is refused from now on: it was revoked at ${key.revoked}`]);
}

program
  .command('add')
  .description('make a key and show it once')
  .addOption(new Option('--role <role>', 'what its holder may do').choices([...roles]).makeOptionMandatory())
  .option('--name <name>', 'what to call it in the list, for example where the device stands')
  .action(add);
program.command('list').description('every key there is or was, and never its secret').action(list);
program.command('revoke <id>').description('refuse a key from now on, for ever').action(revoke);

await run();
