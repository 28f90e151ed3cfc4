import { DatabaseSync } from 'node:sqlite'
import { EctError } from '@wimse-ect/claims'

/** Primary result codes of SQLite for a lock that somebody else holds. */
const busyCodes: readonly number[] = [5, 6]

/**
 * Takes the lock on a state, for as long as it is open: a transaction on an empty SQLite database beside the file. The
 * operating system gives it back when the process dies, which no file with a process id in it does.
 *
 * @throws EctError `ECT_WITNESS_LOCKED`, `ECT_WITNESS_STATE`
 */
export function lockState(file: string): DatabaseSync {
  const lock = openLock(`${file}-lock`)
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    throw new EctError(isBusy(cause) ? 'ECT_WITNESS_LOCKED' : 'ECT_WITNESS_STATE', { path: 'lock', cause })
  }
}

function openLock(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path)
  } catch (cause) {
    throw new EctError('ECT_WITNESS_STATE', { path: 'lock', cause })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && busyCodes.includes(Number(error.errcode) & 0xff)
}
