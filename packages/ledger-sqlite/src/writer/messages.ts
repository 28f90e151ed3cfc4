import type { Batch, WriterSettings } from './rows.ts'

/** What the writing thread is asked to do. It answers in the order of the requests. */
export type WriterRequest =
  | { readonly verb: 'open'; readonly settings: WriterSettings }
  | { readonly verb: 'begin' }
  | { readonly verb: 'commit'; readonly batch: Batch }
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

/** The answer: a number for `begin`. */
export type WriterAnswer =
  | { readonly ok: true; readonly size?: number | undefined }
  | { readonly ok: false; readonly failure: WriterFailure }
