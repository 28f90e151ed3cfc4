import { canonicalIdentifier, type EctStore, isIdentifier, type Task, type TaskRecord } from '@wimse-ect/claims'
import { textIn } from '../../../src/durable/columns.ts'
import { damaged } from '../../../src/durable/damaged.ts'
import type { Founding } from '../../../src/durable/founding.ts'
import type { EntryFilter, KeptCheckpoint, LedgerStore } from '../../../src/durable/ledger-store.ts'
import { RecordCache } from '../../../src/durable/record-cache.ts'
import { recordIn } from '../../../src/durable/record-row.ts'
import { signedBy } from '../../../src/durable/signed-by.ts'
import { restoreTask, type StoredRecord } from '../../../src/durable/stored-record.ts'
import { type Equivocation, makeEquivocation } from '../../../src/equivocation.ts'
import type { LedgerView } from '../../../src/judge-append.ts'
import type { LedgerEntry } from '../../../src/ledger-entry.ts'
import { type EntryRow, type Tables, tileKey } from './tables.ts'

/** Reads a ledger out of {@link Tables}, by the columns that a database would index. */
export class TableStore implements LedgerStore, LedgerView<StoredRecord> {
  readonly parentsFirst = true
  readonly #tables: Tables
  readonly #cache = new RecordCache()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  get founding(): Founding {
    return this.#tables.founding
  }

  size(): number {
    return this.#tables.entries.length
  }

  tokens(from: number, to: number): readonly string[] {
    const isMeant = ({ sequence }: EntryRow): boolean => Number(sequence) >= from && Number(sequence) < to
    return this.#tables.entries.filter(isMeant).map((row) => textIn({ ...row }, 'token'))
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#tables.tiles.get(tileKey(level, index))
  }

  recordAt(sequence: number): StoredRecord | undefined {
    return this.#records((row) => row.sequence === sequence)[0]
  }

  recordsOf(taskId: string): readonly StoredRecord[] {
    return this.#records((row) => row.task_id === taskId)
  }

  recordsIn(taskId: string, workflowId: string | undefined): readonly StoredRecord[] {
    return this.#records((row) => row.task_id === taskId && row.workflow_id === (workflowId ?? null))
  }

  recordsOfTask(taskId: string): readonly StoredRecord[] {
    this.#expectCanonical(taskId)
    return this.recordsOf(taskId)
  }

  recordsInWorkflow(taskId: string, workflowId: string | undefined): readonly StoredRecord[] {
    this.#expectCanonical(taskId)
    if (workflowId !== undefined) this.#expectCanonical(workflowId)
    return this.recordsIn(taskId, workflowId)
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    this.#expectCanonical(tokenId)
    return this.#records((row) => row.token_id === tokenId && row.agent === issuer)[0]
  }

  recordOfSigner(task: Task, kid: string): StoredRecord | undefined {
    return signedBy(task, kid, this.recordsOf(task.taskId))
  }

  *entries(from: number, filter: EntryFilter = { by: 'sequence' }): Generator<LedgerEntry> {
    if (filter.by === 'workflow') this.#expectCanonical(filter.workflowId)
    for (let at = from; at < this.#tables.entries.length; at++) {
      const row = this.#tables.entries[at]
      if (row !== undefined && isOf(row, filter)) yield this.#record(row).entry
    }
  }

  *records(from: number): Generator<TaskRecord> {
    for (let at = from; at < this.#tables.entries.length; at++) {
      yield restoreTask({ ...this.#tables.entries[at] }, this.founding.ids)
    }
  }

  storeFor(): EctStore {
    return this
  }

  checkpoint(): KeptCheckpoint | undefined {
    return this.#tables.checkpoint
  }

  *equivocations(): Generator<Equivocation> {
    for (const { sequence, refused, foundAt } of this.#tables.evidence) {
      const record = this.recordAt(sequence)
      if (record === undefined) throw damaged('equivocation')
      yield makeEquivocation(record, refused, foundAt)
    }
  }

  /** What a store is promised, and a database would fail on. */
  #expectCanonical(identifier: string): void {
    const { ids } = this.founding
    const isCanonical = isIdentifier(identifier, ids) && canonicalIdentifier(identifier, ids) === identifier
    if (!isCanonical) throw new RangeError('a store is asked with canonical identifiers')
  }

  #records(isMeant: (row: EntryRow) => boolean): readonly StoredRecord[] {
    return this.#tables.entries.filter(isMeant).map((row) => this.#record(row))
  }

  #record(row: EntryRow): StoredRecord {
    return recordIn({ ...row }, this.founding.ids, this.#cache)
  }
}

function isOf(row: EntryRow, filter: EntryFilter): boolean {
  switch (filter.by) {
    case 'sequence':
      return true
    case 'workflow':
      return row.workflow_id === filter.workflowId
    case 'agent':
      return row.agent === filter.agent
  }
}
