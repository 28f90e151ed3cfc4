import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that a test removes. */
export interface TemporaryFolder {
  /** A path in it. */
  path(name: string): string
  remove(): void
}

/** Makes an empty folder. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), 'witness-'))
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) }
}
