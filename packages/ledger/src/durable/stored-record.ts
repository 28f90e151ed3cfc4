import {
  checkClaims,
  decodeEct,
  type IdKind,
  profiles,
  type Revision,
  type Task,
  type TaskRecord,
  taskOf,
} from '@wimse-ect/claims'
import type { LedgerRecord } from '../judge-append.ts'
import { type LedgerEntry, restoreEntry, type StoredEntry } from '../ledger-entry.ts'
import { numberIn, type Row, textIn } from './columns.ts'
import { damaged } from './damaged.ts'

/** A record with its entry. Frozen: it is kept in memory and handed out. */
export interface StoredRecord extends LedgerRecord {
  readonly entry: LedgerEntry
}

/** What is read out of a token. */
export interface ReadToken {
  readonly task: Task
  readonly signingInput: string
  readonly kid: string
}

const revisions = Object.keys(profiles) as Revision[]

/**
 * Reads a token that was verified before it was stored. The number of parents was for the verifier to limit.
 *
 * @throws EctError of the decoding or of the claim rules
 */
export function readToken(compact: string, ids: IdKind): ReadToken {
  const decoded = decodeEct(compact, { revisions })
  const claims = checkClaims(decoded, { ids, maxParents: Number.MAX_SAFE_INTEGER })
  const task = Object.freeze(taskOf(decoded, claims, { ids }))
  return { task, signingInput: decoded.signingInput, kid: decoded.header.kid }
}

/** The same, for a text of which nothing is known; `undefined` when it is no token of this kind. */
export function tryReadToken(compact: string, ids: IdKind): ReadToken | undefined {
  try {
    return readToken(compact, ids)
  } catch {
    return undefined
  }
}

/**
 * The record that a row stands for. The token is the record [LEDGER-TOKEN-IS-RECORD]: nothing is taken from the index
 * columns.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED` when the token is none, or does not fit the parents
 */
export function restoreRecord(stored: StoredEntry, ids: IdKind): StoredRecord {
  try {
    const { task, signingInput, kid } = readToken(stored.compact, ids)
    const { sequence } = stored
    return Object.freeze({ task, sequence, signingInput, kid, entry: restoreEntry(task, stored) })
  } catch {
    throw damaged(`entry ${stored.sequence}`)
  }
}

/**
 * The task of an entry, which its token says.
 *
 * @param row columns `sequence` and `token`
 * @throws EctError `ECT_LEDGER_DAMAGED` when they are none of a ledger
 */
export function restoreTask(row: Row, ids: IdKind): TaskRecord & { readonly sequence: number } {
  const sequence = numberIn(row, 'sequence')
  const task = tryReadToken(textIn(row, 'token'), ids)?.task
  if (task === undefined) throw damaged(`entry ${sequence}`)
  return { task, sequence }
}
