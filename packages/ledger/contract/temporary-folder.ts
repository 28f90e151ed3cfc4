import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that a test removes. */
export interface TemporaryFolder {
  readonly folder: string
  /** A path in it. */
  path(name: string): string
  remove(): void
}

/**
 * Makes an empty folder.
 *
 * @param parent default: the system's folder for temporary files
 */
export function temporaryFolder(parent: string = tmpdir()): TemporaryFolder {
  const folder = mkdtempSync(join(parent, 'ect-test-'))
  return { folder, path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) }
}

/**
 * The file system in memory, where there is one, else the system's folder for temporary files. For tests with thousands
 * of synced files, which would keep a disk busy for a minute.
 */
export function fastParent(): string {
  try {
    accessSync('/dev/shm', constants.W_OK)
    return '/dev/shm'
  } catch {
    return tmpdir()
  }
}
