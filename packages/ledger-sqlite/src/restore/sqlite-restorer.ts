import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EctError, type Task } from '@wimse-ect/claims'
import type { HashedNode, LedgerView } from '@wimse-ect/ledger'
import type { Evidence, Founding, KeptCheckpoint, LedgerRestorer, StoredRecord } from '@wimse-ect/ledger/durable'
import { CommittedView } from '../committed-view.ts'
import { entryRow } from '../entry-row.ts'
import { KeyFilter } from '../key-filter.ts'
import { DatabaseReader } from '../reader/database-reader.ts'
import { onDatabase } from '../sqlite-errors.ts'
import { syncFolder } from '../sync-folder.ts'
import { grownTiles } from '../tile-rows.ts'
import { checkWritable } from '../writer/check-writable.ts'
import { lockWriters } from '../writer/lock-writers.ts'
import type { BatchEnd, EntryRow } from '../writer/rows.ts'
import { applicationId, draftId } from '../writer/schema.ts'
import { Writer } from '../writer/writer.ts'

// 16 MiB, as for a ledger that is open.
const cacheKib = 16_384
const nothing: BatchEnd = { tiles: [], evidence: [], checkpoint: undefined }

interface Draft {
  readonly writer: Writer
  readonly reader: DatabaseReader
  readonly filter: KeyFilter
}

/**
 * Writes a restored ledger into `<file>-draft`, which nothing opens as a ledger: its header says so until all of it
 * is on the disk, and then it gets the name of the ledger in one step [LEDGER-CRASH]. The lock of the ledger's writers
 * is held meanwhile, so that whatever draft is found was left by a process that is gone.
 */
export class SqliteRestorer implements LedgerRestorer {
  readonly #file: string
  readonly #draftFile: string
  #lock: DatabaseSync | undefined
  #draft: Draft | undefined

  constructor(file: string) {
    this.#file = file
    this.#draftFile = `${file}-draft`
  }

  async begin(founding: Founding): Promise<void> {
    this.#checkAbsent()
    this.#lock = onDatabase(() => {
      checkWritable(dirname(this.#file))
      return lockWriters(this.#file, 0)
    })
    // Once more: whoever held the lock may have made a ledger.
    this.#checkAbsent()
    onFiles(() => this.#removeDraft())
    const filter = new KeyFilter()
    const settings = { founding, isDraft: true, lockTimeoutMs: 0, cacheKib, maxPages: 0, filter: filter.memory }
    const writer = await Writer.open({ file: this.#draftFile, ...settings })
    try {
      this.#draft = { writer, reader: new DatabaseReader(this.#draftFile, draftId), filter }
    } catch (error) {
      await writer.close()
      throw error
    }
  }

  judge(_tasks: readonly Task[], judgement: (draft: LedgerView<StoredRecord>) => void): void {
    const { reader, filter } = this.#parts()
    judgement(new CommittedView(reader, filter))
  }

  recordAt(sequence: number): StoredRecord | undefined {
    return this.#parts().reader.recordAt(sequence)
  }

  async write(records: readonly StoredRecord[], nodes: readonly HashedNode[]): Promise<void> {
    const { reader, filter } = this.#parts()
    const rows = records.map((record) => entryRow(record, reader.keys, filter))
    await this.#commit(rows, { tiles: grownTiles(nodes, (id) => reader.tileRow(id)) })
    for (const record of records) reader.remember(record)
  }

  async writeEvidence(evidence: readonly Evidence[]): Promise<void> {
    await this.#commit([], { evidence })
  }

  async finish(checkpoint: KeptCheckpoint | undefined): Promise<void> {
    if (checkpoint !== undefined) await this.#commit([], { checkpoint })
    await this.#closeDraft()
    this.#seal()
    this.#checkAbsent()
    onFiles(() => {
      this.#removeBesideDraft()
      renameSync(this.#draftFile, this.#file)
    })
    await syncFolder(dirname(this.#file)).catch(failOnFiles)
    this.#lock?.close()
  }

  async abandon(): Promise<void> {
    // Without the lock it is the draft of another process.
    if (this.#lock === undefined) return
    await this.#closeDraft().catch(() => undefined)
    try {
      this.#removeDraft()
    } catch {
      // The next restorer removes it.
    }
    this.#lock.close()
  }

  /** Has the header say that this is a ledger, and moves all of it from SQLite's log into the file. */
  #seal(): void {
    onDatabase(() => {
      const database = new DatabaseSync(this.#draftFile)
      try {
        database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = ${applicationId}`)
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      } finally {
        database.close()
      }
    })
    // What SQLite keeps beside a file would not move with it.
    if (existsSync(`${this.#draftFile}-wal`)) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'draft' })
  }

  async #commit(rows: readonly EntryRow[], end: Partial<BatchEnd>): Promise<void> {
    const { writer, reader } = this.#parts()
    await writer.commit(reader.size(), rows, { ...nothing, ...end })
  }

  async #closeDraft(): Promise<void> {
    const draft = this.#draft
    this.#draft = undefined
    draft?.reader.close()
    await draft?.writer.close()
  }

  #parts(): Draft {
    if (this.#draft === undefined) throw new TypeError('the draft is not open')
    return this.#draft
  }

  /** SQLite would take an old log beside a new file for its own. */
  #checkAbsent(): void {
    const isThere = ['', '-wal', '-journal'].some((suffix) => existsSync(`${this.#file}${suffix}`))
    if (isThere) throw new EctError('ECT_LEDGER_EXISTS')
  }

  #removeDraft(): void {
    this.#removeBesideDraft()
    rmSync(this.#draftFile, { force: true })
  }

  #removeBesideDraft(): void {
    for (const suffix of ['-wal', '-shm', '-lock']) rmSync(`${this.#draftFile}${suffix}`, { force: true })
  }
}

function onFiles(work: () => void): void {
  try {
    work()
  } catch (error) {
    failOnFiles(error)
  }
}

function failOnFiles(cause: unknown): never {
  throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'draft', cause })
}
