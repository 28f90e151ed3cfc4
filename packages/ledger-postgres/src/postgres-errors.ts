import { EctError, type EctErrorCode, isEctError } from '@wimse-ect/claims'

/** SQLSTATEs, or their classes, that have a code of their own; everything else is `ECT_LEDGER_UNAVAILABLE`. */
const codes: Readonly<Record<string, EctErrorCode>> = {
  // The rules were judged before the insert: an index that objects knows of an entry which is not there.
  23: 'ECT_LEDGER_DAMAGED',
  XX: 'ECT_LEDGER_DAMAGED',
  // The write found that not all of it was written.
  22012: 'ECT_LEDGER_DAMAGED',
  25006: 'ECT_LEDGER_READ_ONLY',
  42501: 'ECT_LEDGER_READ_ONLY',
  53100: 'ECT_LEDGER_DISK_FULL',
  '55P03': 'ECT_LEDGER_LOCKED',
}

/** A serialization failure and a deadlock: nothing was done, and doing it again is expected. */
const conflicts = new Set(['40001', '40P01'])

/** True when the database says that the same transaction may go through the next time. */
export function isConflict(error: unknown): boolean {
  return conflicts.has(sqlStateOf(isEctError(error) ? error.cause : error))
}

/** True when a unique index has objected to a row. */
export function isViolation(error: unknown): boolean {
  return sqlStateOf(isEctError(error) ? error.cause : error) === '23505'
}

/**
 * The EctError for a failure of the database or of the connection to it. A connection that is lost while a transaction
 * is being committed leaves open whether it was: the answer is `ECT_LEDGER_UNAVAILABLE`, and trying again finds the
 * entries or makes them.
 */
export function ledgerError(failure: unknown): unknown {
  if (isEctError(failure) || failure instanceof TypeError || failure instanceof RangeError) return failure
  const state = sqlStateOf(failure)
  return new EctError(codes[state] ?? codes[state.slice(0, 2)] ?? 'ECT_LEDGER_UNAVAILABLE', { cause: failure })
}

/** Runs something on the database and turns its failures into EctErrors. */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ledgerError(error)
  }
}

function sqlStateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
