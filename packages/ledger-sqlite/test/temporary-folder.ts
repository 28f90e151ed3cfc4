import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that a test removes. */
export interface TemporaryFolder {
  /** A path in it. */
  path(name: string): string
  remove(): void
}

/**
 * Makes an empty folder.
 *
 * @param parent default that of the system
 */
export function temporaryFolder(parent: string = tmpdir()): TemporaryFolder {
  const folder = mkdtempSync(join(parent, 'ledger-sqlite-'))
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) }
}

/** Where there is a file system in memory; several hundred ledgers one after the other would keep a disk busy for a minute. */
export function fastParent(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
