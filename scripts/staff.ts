import { Option } from 'commander';
import { openStaffDirectory } from '../src/compose-staff.ts';
import { isStaffRole, type StaffAccount, staffRoles } from '../src/identity/staff.ts';
import { createCommand } from './command.ts';
import { readPassword } from './read-password.ts';

const { program, print, environment, run } = createCommand(
  'staff',
  'add, list and disable the people who sign in to work',
);

program.addHelpText(
  'after',
  `
A password is asked for, or taken from the first line of standard input; never from the command line, where others see it.
All of it works beside a running appliance, which brings every change into the log.`,
);

function toLine({ id, name, role, method, disabled }: StaffAccount): string {
  return `${name.padEnd(24)} ${role.padEnd(9)} ${method.padEnd(9)} ${disabled ? 'disabled' : 'active  '} ${id}`;
}

async function add(name: string, { role }: { readonly role: string }): Promise<void> {
  if (!isStaffRole(role)) return;
  const password = await readPassword();
  using directory = openStaffDirectory(environment());
  const account = await directory.add(name, role, password);
  print(account, [`${account.name} may sign in as ${account.role}: ${account.id}`]);
}

async function setPassword(name: string): Promise<void> {
  const password = await readPassword();
  using directory = openStaffDirectory(environment());
  const account = await directory.setPassword(name, password);
  print(account, [`${account.name} has another password, and is signed out everywhere`]);
}

function setDisabled(disabled: boolean): (name: string) => void {
  return function disableOrEnable(name) {
    using directory = openStaffDirectory(environment());
    const account = directory.setDisabled(name, disabled);
    const words = disabled ? 'may not sign in, and is signed out everywhere' : 'may sign in again';
    print(account, [`${account.name} ${words}`]);
  };
}

function list(): void {
  using directory = openStaffDirectory(environment());
  const accounts = directory.list();
  print(accounts, [...accounts.map(toLine), `${accounts.length} accounts`]);
}

program
  .command('add <name>')
  .description('let somebody sign in with a name and a password')
  .addOption(new Option('--role <role>', 'what they may do').choices([...staffRoles]).makeOptionMandatory())
  .action(add);
program.command('list').description('who may sign in').action(list);
program
  .command('disable <name>')
  .description('end every session of somebody and let them sign in no more')
  .action(setDisabled(true));
program.command('enable <name>').description('let somebody sign in again').action(setDisabled(false));
program
  .command('passwd <name>')
  .description('give somebody another password and end every session of theirs')
  .action(setPassword);

await run();
