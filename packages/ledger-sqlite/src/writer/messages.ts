import type { BatchEnd, EntryRow, WriterSettings } from './rows.ts'

/**
 * What the writing thread is asked to do. It answers in the order of the requests; `insert` has no answer of its own.
 * The first rows of a batch begin its transaction, in a log that still has as many entries as when the batch was
 * judged.
 */
export type WriterRequest =
  | { readonly verb: 'open'; readonly settings: WriterSettings }
  | { readonly verb: 'insert'; readonly size: number; readonly rows: readonly EntryRow[] }
  | { readonly verb: 'commit'; readonly size: number; readonly rows: readonly EntryRow[]; readonly end: BatchEnd }
  | { readonly verb: 'rollback' }
  | { readonly verb: 'close' }

/** A failure as plain data; an error that is cloned into another thread loses its members. */
export interface WriterFailure {
  readonly message: string
  /** Result code of SQLite. */
  readonly errcode?: number | undefined
  /** Why the file was refused. */
  readonly reason?: string | undefined
}

export type WriterAnswer = { readonly ok: true } | { readonly ok: false; readonly failure: WriterFailure }
