import { DatabaseSync } from 'node:sqlite'

/**
 * Takes the lock of the writers of a file; who closes it gives it back.
 *
 * @param timeoutMs how long to wait for another writer, in milliseconds
 * @throws the error of SQLite when another writer has it
 */
export function lockWriters(file: string, timeoutMs: number): DatabaseSync {
  const lock = new DatabaseSync(`${file}-lock`)
  try {
    lock.exec(`PRAGMA busy_timeout = ${timeoutMs}; BEGIN EXCLUSIVE`)
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}
