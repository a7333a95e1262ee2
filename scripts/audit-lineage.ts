import { join } from 'node:path';
import type { Command } from 'commander';
import { openLineage, type TracedVersion } from '../src/compose-lineage.ts';
import { noteCommand } from '../src/compose-note-command.ts';
import type { DocumentImport } from '../src/pipeline/lineage/lineage-records.ts';
import type { TracedReply } from '../src/pipeline/lineage/trace-reply.ts';
import { reasons } from './audit-lines.ts';
import type { createCommand } from './command.ts';
import { parseCount } from './parse-count.ts';

type AuditCommand = ReturnType<typeof createCommand>;

interface LineageOptions {
  readonly turn: number;
  readonly document?: string;
  readonly version?: string;
  readonly database?: string;
}

export function describeLineage(own: Command, command: AuditCommand): void {
  own
    .description('trace what a customer read back to its articles, or an article to every reply that cited it')
    .argument('[conversation]', 'the conversation of the reply')
    .option('--turn <number>', 'the turn of the reply', parseCount, 1)
    .option('--document <id>', 'in place of a conversation: the replies that cited this document')
    .option('--version <hash>', 'of the document, this version alone')
    .option('--database <file>', 'the database, by default confidant.db of the data folder')
    .action(createLineageAction(command));
}

function createLineageAction({ program, progress, print, environment }: AuditCommand) {
  return function lineage(conversation: string | undefined, options: LineageOptions): void {
    const { turn, document, version } = options;
    if ((conversation === undefined) === (document === undefined)) {
      program.error('error: name either a conversation or a document', { exitCode: 2 });
    }
    progress.report('reading the log');
    const { data, keyVault } = environment();
    using opened = openLineage(options.database ?? join(data, 'confidant.db'), keyVault);
    if (options.database === undefined) {
      noteCommand(
        data,
        'log-read',
        conversation === undefined ? `document ${document}` : `conversation ${conversation}`,
      );
    }
    if (conversation !== undefined) {
      const traced = opened.reply(conversation, turn);
      if (typeof traced === 'string')
        throw new Error(`Cannot trace turn ${turn} of "${conversation}": ${reasons[traced]}`);
      print(traced, toReplyLines(traced));
      return;
    }
    const versions = opened.document(document ?? '', version);
    if (versions.length === 0)
      throw new Error(`There is no such version of "${document}": see \`npm run knowledge -- list\``);
    print({ document, versions }, versions.flatMap(toVersionLines));
  };
}

function toReplyLines(reply: TracedReply): readonly string[] {
  return [
    `${reply.outcome}${reply.mode === null ? '' : `, ${reply.mode}`}: ${reply.steps.join(' → ')}`,
    `policy ${reply.policy}`,
    `knowledge ${reply.knowledge}`,
    ...reply.models.map((model) => `model ${model}`),
    ...(reply.prompt === null ? [] : [`prompt ${reply.prompt}`]),
    ...reply.sentences.flatMap(({ sentence, from }) => [
      '',
      sentence,
      ...(from === null
        ? ['    words of policy']
        : [
            `    ${from.passage}  "${from.quote}"`,
            `    ${from.title}, line ${from.line ?? 'unknown'} of ${from.document} ${from.version}`,
            `    stored ${from.storedAt ?? 'no more'}, ${toImport(from.importedBy)}`,
          ]),
    ]),
  ];
}

function toVersionLines({ document, version, title, at, importedBy, citedBy }: TracedVersion): readonly string[] {
  return [
    `${document} ${version}  ${title}`,
    `    stored ${at}, ${toImport(importedBy)}`,
    ...citedBy.map((one) => `    cited by ${one.conversation} turn ${one.turn}, entry ${one.index}, ${one.at}`),
    `    ${citedBy.length} replies cited it`,
  ];
}

function toImport(importedBy: DocumentImport | null): string {
  if (importedBy === null) return 'imported before imports were on the record';
  return `imported by ${importedBy.actor.role} ${importedBy.actor.key}, entry ${importedBy.index}, ${importedBy.at}`;
}
