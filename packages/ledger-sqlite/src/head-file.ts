import { randomUUID } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EctError } from '@wimse-ect/claims'
import { syncFolder } from './sync-folder.ts'

/**
 * A file outside the database that holds the latest checkpoint. Whoever puts back an older copy of the database,
 * or cuts its end off, cannot hide that from somebody who has this file [LEDGER-TAMPER].
 */
export class HeadFile {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /**
   * The checkpoint in it; `undefined` when there is no file yet.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`
   */
  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.#path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'headFile', cause: error })
    }
  }

  /**
   * Replaces the file in one step: a crash leaves the old checkpoint or the new one.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`
   */
  async write(note: string): Promise<void> {
    const draft = `${this.#path}.${randomUUID()}`
    try {
      const file = await open(draft, 'wx', 0o644)
      try {
        await file.writeFile(note)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, this.#path)
      await syncFolder(dirname(this.#path))
    } catch (error) {
      throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'headFile', cause: error })
    }
  }
}
