import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { UsageError } from './usage-error.ts'

/** How a file is written. */
export interface WriteOptions {
  /** Permissions of a new file. Default: as the system gives them. */
  readonly mode?: number | undefined
  /** Whether a file of this name may be replaced. */
  readonly force: boolean
}

/**
 * Writes a file so that it is there whole or not at all: to a draft beside it, which is synced and then gets the name.
 * Whatever fails or is interrupted, the draft is removed.
 *
 * @throws UsageError when there is a file of this name that may not be replaced
 */
export async function writeWhole(
  file: string,
  content: string | AsyncIterable<Uint8Array>,
  { mode = 0o666, force }: WriteOptions,
): Promise<void> {
  checkFree(file, force)
  const draft = `${file}.${randomUUID()}.tmp`
  try {
    const handle = await open(draft, 'wx', mode)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // A link fails where another process was faster; a rename would overwrite what it wrote.
    await (force ? rename(draft, file) : link(draft, file).catch(refuseExisting(file)))
  } finally {
    await rm(draft, { force: true })
  }
}

/** @throws UsageError when there is a file of this name that may not be replaced */
export function checkFree(file: string, force: boolean): void {
  if (!force && existsSync(file)) throw existing(file)
}

function refuseExisting(file: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? existing(file) : error
  }
}

function existing(file: string): UsageError {
  return new UsageError(`${file} exists; --force overwrites it`)
}
