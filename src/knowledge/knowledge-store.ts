import type { KnowledgeDocument } from './parse-document.ts';
import type { Passage } from './passage.ts';
import type { CollectionVectors } from './passage-index.ts';

/** The vectors of one passage: of the whole, and of each sentence in order. */
export interface PassageVectors {
  readonly passage: string;
  readonly whole: Float32Array;
  readonly sentences: readonly Float32Array[];
}

/** A document as lists show it. */
export interface DocumentSummary {
  readonly id: string;
  readonly title: string;
  readonly collection: string;
  readonly audience: string;
  readonly version: string;
  readonly updated: string;
  readonly reviewBy: string | null;
  readonly volatile: boolean;
  readonly passages: number;
  readonly suspect: number;
  readonly origin: DocumentOrigin;
}

/** Where a document came from: the knowledge folder, or somebody who added it by a command or a call. */
export type DocumentOrigin = 'folder' | 'added';

/** What a stored version was made with, and where it came from. */
export interface Provenance {
  /** Id of the embedding model. */
  readonly model: string;
  readonly origin: DocumentOrigin;
}

/** Where approved knowledge is kept, version by version. A citation's version can always be found again. */
export interface KnowledgeStore {
  list(): Promise<readonly DocumentSummary[]>;
  /** Stores a new version with its passages and vectors and makes it the present one, all or nothing. */
  put(document: KnowledgeDocument, vectors: readonly PassageVectors[], from: Provenance): Promise<void>;
  /** Takes a document out of answers; its versions stay. Answers false when there is none. */
  remove(id: string): Promise<boolean>;
  /** Present passages by id, in the order asked; unknown ids are left out. */
  passages(ids: readonly string[]): Promise<readonly Passage[]>;
  sentenceVectors(passage: string): Promise<readonly Float32Array[]>;
  wholeVector(passage: string): Promise<Float32Array | undefined>;
  /** Ids of the present passages of a document, in reading order. */
  passageIdsOf(document: string): Promise<readonly string[]>;
  collections(): Promise<readonly string[]>;
  vectors(collection: string): Promise<CollectionVectors>;
  /** Embedding model the stored vectors come from, or undefined when there are none. */
  vectorModel(): Promise<string | undefined>;
  /** `sha256:` over ids and versions of all present documents: names the knowledge a decision was made with. */
  version(): Promise<string>;
}
