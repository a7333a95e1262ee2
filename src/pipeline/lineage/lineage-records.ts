import type { LogEntry } from '../../audit/entry-format.ts';

/** The entry by which a version of a document came into force, and who brought it. */
export interface DocumentImport {
  readonly index: number;
  readonly at: string;
  readonly actor: LogEntry['actor'];
}

/** A reply that cited a document. */
export interface CitingReply {
  readonly conversation: string;
  readonly turn: number;
  /** Of its entry in the log. */
  readonly index: number;
  readonly at: string;
  readonly outcome: string;
  readonly passages: readonly { readonly passage: string; readonly version: string }[];
}

/** What the log knows of documents; each question reads all of it. */
export interface LineageRecords {
  findImport(document: string, version: string): DocumentImport | undefined;
  /** Replies that cited a document, or one version of it, in the order of the log. */
  citing(document: string, version: string | undefined): readonly CitingReply[];
}
