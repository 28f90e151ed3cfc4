import type { EctStore, Task, TaskRecord } from '@wimse-ect/claims'
import type { Equivocation } from '../equivocation.ts'
import type { LedgerEntry } from '../ledger-entry.ts'
import type { Founding } from './founding.ts'
import type { StoredRecord } from './stored-record.ts'

/** An answer, at once or later. */
export type Awaitable<T> = T | Promise<T>

/** A checkpoint as it is kept beside the entries. */
export interface KeptCheckpoint {
  /** Number of entries that it covers. */
  readonly size: number
  /** Its text, a signed note. */
  readonly note: string
}

/** Which entries an iteration goes through; identifiers are canonical. */
export type EntryFilter =
  | { readonly by: 'sequence' }
  | { readonly by: 'workflow'; readonly workflowId: string }
  | { readonly by: 'agent'; readonly agent: string }

/** What the Merkle tree of a log is read from. */
export interface TreeStore {
  /** Number of entries. */
  size(): Awaitable<number>
  /** Tokens of consecutive entries; fewer where there are fewer. */
  tokens(from: number, to: number): Awaitable<readonly string[]>
  /** The hashes of a tile as far as they are there; `undefined` for none. */
  tile(level: number, index: number): Awaitable<Uint8Array | undefined>
}

/**
 * A database that holds a ledger, as it is read. Every answer comes from what is committed. Task, token and workflow
 * ids are canonical identifiers of the ledger's kind.
 */
export interface LedgerStore extends TreeStore {
  readonly founding: Founding
  /** The record of an entry; `undefined` when there is none. */
  recordAt(sequence: number): Awaitable<StoredRecord | undefined>
  /** Every record with this task id, in order of sequence. */
  recordsOfTask(taskId: string): Awaitable<readonly StoredRecord[]>
  /** The records of one workflow, or those of none, with this task id. */
  recordsInWorkflow(taskId: string, workflowId: string | undefined): Awaitable<readonly StoredRecord[]>
  /** The record in which this issuer used this `jti`. */
  recordOfToken(issuer: string, tokenId: string): Awaitable<StoredRecord | undefined>
  /** Entries in order of sequence; memory is bounded however many there are. */
  entries(from: number, filter?: EntryFilter): AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>
  /** The tasks of all entries, see `Ledger.records`. Nothing is kept in memory of them. */
  records(from: number): AsyncIterable<TaskRecord> | Iterable<TaskRecord>
  /** The records that concern a task, see `Ledger.storeFor`. */
  storeFor(task: Task): Awaitable<EctStore>
  /** The checkpoint that was kept last. */
  checkpoint(): Awaitable<KeptCheckpoint | undefined>
  /** All evidence, in the order in which it was found. */
  equivocations(): AsyncIterable<Equivocation> | Iterable<Equivocation>
}
