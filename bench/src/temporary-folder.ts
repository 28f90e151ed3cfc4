import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs something in a folder that is gone afterwards. It lies where temporary files lie: set TMPDIR for another disk.
 */
export async function inTemporaryFolder<T>(run: (path: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ect-bench-'))
  try {
    return await run((name) => join(folder, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
