import type { StoredEntry } from '../../ledger-entry.ts'
import type { Hash } from '../../merkle/tree-hash.ts'
import type { Founding } from '../founding.ts'
import type { Awaitable, KeptCheckpoint, TreeStore } from '../ledger-store.ts'
import type { LedgerIssue } from './issue.ts'

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

/** An entry as `checkEntry` leaves it: what is missing is what depends on the entries before it. */
export interface CheckedEntry {
  /** `undefined` when it is no number. */
  readonly sequence: number | undefined
  /** Hash of its leaf; `undefined` when there is no token in its place that could have one. */
  readonly leaf: Hash | undefined
  /** True when its token was read, so that it records a task. */
  readonly isTask: boolean
  readonly issues: readonly LedgerIssue[]
}

/** A page of entries. */
export interface CheckedPage {
  /** In order of sequence. */
  readonly entries: readonly CheckedEntry[]
  /**
   * Sequences of the entries before one of the page that claim, by their columns, its task in its scope
   * [LEDGER-TASK-SCOPE].
   */
  readonly earlierInScope: (entry: CheckedEntry) => Iterable<number>
}

/** A ledger in a database as `fsck` reads it: one state of it, page by page. */
export interface FoundLedger extends TreeStore {
  readonly founding: Founding
  checkpoint(): Awaitable<KeptCheckpoint | undefined>
  /** What is wrong with the structure of the database, a text for each finding; nothing when it is sound. */
  structure(): AsyncIterable<string> | Iterable<string>
  /** All entries, each checked by `checkEntry`. */
  pages(): AsyncIterable<CheckedPage> | Iterable<CheckedPage>
  /** All tiles, in order of level and index. */
  tiles(): AsyncIterable<FoundTile> | Iterable<FoundTile>
  evidence(): AsyncIterable<FoundEvidence> | Iterable<FoundEvidence>
}
