import { EctError, type EctErrorCode } from '@wimse-ect/claims'
import { damaged } from '@wimse-ect/ledger/durable'

/** Primary result codes of SQLite; extended ones carry them in their lowest byte. */
const codes: Readonly<Record<number, EctErrorCode>> = {
  5: 'ECT_LEDGER_LOCKED',
  6: 'ECT_LEDGER_LOCKED',
  8: 'ECT_LEDGER_READ_ONLY',
  11: 'ECT_LEDGER_DAMAGED',
  13: 'ECT_LEDGER_DISK_FULL',
  // The rules were judged before the insert: an index that objects knows of an entry which is not there.
  19: 'ECT_LEDGER_DAMAGED',
  26: 'ECT_LEDGER_FORMAT',
}

const reasons: Readonly<Record<string, EctErrorCode>> = {
  // Somebody wrote who did not heed the lock: what was judged has to be judged again.
  CHANGED: 'ECT_LEDGER_UNAVAILABLE',
  DAMAGED: 'ECT_LEDGER_DAMAGED',
  EXISTS: 'ECT_LEDGER_EXISTS',
  FORMAT: 'ECT_LEDGER_FORMAT',
  MISSING: 'ECT_LEDGER_UNAVAILABLE',
  READ_ONLY: 'ECT_LEDGER_READ_ONLY',
}

/** The EctError for a failure of SQLite or of the writing thread; anything else as it is. */
export function ledgerError(failure: unknown): unknown {
  if (typeof failure !== 'object' || failure === null) return failure
  if ('reason' in failure && typeof failure.reason === 'string') {
    return new EctError(reasons[failure.reason] ?? 'ECT_LEDGER_UNAVAILABLE')
  }
  if ('errcode' in failure && typeof failure.errcode === 'number') {
    return new EctError(codes[failure.errcode & 0xff] ?? 'ECT_LEDGER_UNAVAILABLE', { cause: failure })
  }
  // A column holds an integer that is none of ours.
  if ('code' in failure && failure.code === 'ERR_OUT_OF_RANGE') return damaged('integer')
  return failure
}

/** Runs something on the database and turns its failures into EctErrors. */
export function onDatabase<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw ledgerError(error)
  }
}
