/**
 * What is written to the database, as the thread that judges hands it to the thread that writes: plain data, with
 * identifiers in canonical form.
 */

import type { Evidence, Founding, KeptCheckpoint } from '@wimse-ect/ledger/durable'

/** An identifier in stored form. */
export type StoredId = Uint8Array | string

/**
 * An entry with its index columns, all of which follow from the token. A tuple: the names of members would be copied
 * from thread to thread with every row.
 */
export type EntryRow = readonly [
  sequence: number,
  token: string,
  verifiedAt: number,
  storedAt: number,
  /** Sequences of the parents as a JSON array; `null` for a root. */
  parents: string | null,
  taskId: string,
  workflowId: string | null,
  tokenId: string,
  agent: string,
  taskKey: number,
  workflowKey: number,
  tokenKey: number,
]

/** A hash tile as it is after the batch. */
export interface TileRow {
  readonly id: number
  readonly hashes: Uint8Array
}

/** A checkpoint to be kept. */
export type CheckpointRow = KeptCheckpoint

/** What a transaction writes beside its entries. */
export interface BatchEnd {
  readonly tiles: readonly TileRow[]
  readonly evidence: readonly Evidence[]
  readonly checkpoint: CheckpointRow | undefined
}

/** How the writing thread opens the file. */
export interface WriterSettings {
  readonly file: string
  /** For a new ledger; without it, the file has to be one. */
  readonly founding: Founding | undefined
  /** True for a new file that is no ledger yet. */
  readonly isDraft?: boolean | undefined
  /** How long to wait for another writer, in milliseconds. */
  readonly lockTimeoutMs: number
  /** Size of the page cache in KiB. */
  readonly cacheKib: number
  /** Most pages of the file, for tests of a full disk; 0 for no limit. */
  readonly maxPages: number
  /** Memory of the filter of its keys, into which the thread enters those of the file. */
  readonly filter: SharedArrayBuffer
}
