import type { StoredEntry } from '../../ledger-entry.ts'
import type { Founding } from '../founding.ts'
import type { Awaitable, KeptCheckpoint, TreeStore } from '../ledger-store.ts'

/** An entry as a database has it. Nothing of it is believed. */
export interface FoundEntry {
  /** `undefined` when it is no number. */
  readonly sequence: number | undefined
  /** All that is stored beside the indexes; `undefined` when a column holds what no ledger writes. */
  readonly stored: StoredEntry | undefined
  /** Index columns by their name; identifiers in canonical form, `null` for the workflow of a task without one. */
  readonly indexes: Readonly<Record<keyof EntryIndexes, string | null | undefined>>
}

/** The index columns of an entry, all of which follow from its token. */
export interface EntryIndexes {
  readonly task_id: string
  readonly workflow_id: string | null
  readonly token_id: string
  readonly agent: string
}

/** A piece of evidence as a database has it. */
export interface FoundEvidence {
  readonly sequence: number
  readonly refused: string
}

/** A tile as a database has it. */
export interface FoundTile {
  readonly level: number
  readonly index: number
  readonly lengthBytes: number
}

/** A page of entries, and what the checks have to know about others. */
export interface FoundPage {
  /** In order of sequence. */
  readonly entries: readonly FoundEntry[]
  /** The task id column of an entry that is named as a parent by one of the page. */
  readonly taskIdAt: (sequence: number) => string | null | undefined
  /** Sequences of the entries before this one that claim, by their columns, its task id in its scope [LEDGER-TASK-SCOPE]. */
  readonly earlierInScope: (entry: FoundEntry) => Iterable<number>
}

/** A ledger in a database as `fsck` reads it: one state of it, page by page. */
export interface FoundLedger extends TreeStore {
  readonly founding: Founding
  checkpoint(): Awaitable<KeptCheckpoint | undefined>
  /** What is wrong with the structure of the database, a text for each finding; nothing when it is sound. */
  structure(): AsyncIterable<string> | Iterable<string>
  pages(): AsyncIterable<FoundPage> | Iterable<FoundPage>
  /** All tiles, in order of level and index. */
  tiles(): AsyncIterable<FoundTile> | Iterable<FoundTile>
  evidence(): AsyncIterable<FoundEvidence> | Iterable<FoundEvidence>
}
