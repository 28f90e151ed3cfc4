import { checkEntry } from '../../../src/durable/fsck/check-entry.ts'
import type {
  CheckedPage,
  FoundEntry,
  FoundEvidence,
  FoundLedger,
  FoundTile,
} from '../../../src/durable/fsck/found-ledger.ts'
import { tryReadStoredEntry } from '../../../src/durable/record-row.ts'
import { TableStore } from './table-store.ts'
import type { EntryRow, Tables } from './tables.ts'

const pageOfRows = 100

/** A ledger in {@link Tables} as `fsck` reads it. */
export class FoundTables extends TableStore implements FoundLedger {
  readonly #rows: Tables
  readonly #structure: readonly string[]

  /** @param structure what the database says of its own structure */
  constructor(tables: Tables, structure: readonly string[] = []) {
    super(tables)
    this.#rows = tables
    this.#structure = structure
  }

  structure(): readonly string[] {
    return this.#structure
  }

  *pages(): Generator<CheckedPage> {
    const { entries } = this.#rows
    for (let from = 0; from < entries.length; from += pageOfRows) {
      const found = entries.slice(from, from + pageOfRows).map(foundIn)
      const taskIdAt = (sequence: number) => textOf(entries.find((row) => row.sequence === sequence)?.task_id)
      yield {
        entries: found.map((entry) => checkEntry(entry, this.founding.ids, taskIdAt)),
        earlierInScope: ({ sequence }) => {
          const indexes = found.find((entry) => entry.sequence === sequence)?.indexes
          return entries
            .filter((row) => Number(row.sequence) < Number(sequence) && isSameTask(row, indexes))
            .map((row) => Number(row.sequence))
        },
      }
    }
  }

  *tiles(): Generator<FoundTile> {
    for (const [key, hashes] of this.#rows.tiles) {
      const [level = 0, index = 0] = key.split(' ').map(Number)
      yield { level, index, lengthBytes: hashes.length }
    }
  }

  evidence(): readonly FoundEvidence[] {
    return this.#rows.evidence
  }
}

function foundIn(row: EntryRow): FoundEntry {
  return {
    sequence: typeof row.sequence === 'number' ? row.sequence : undefined,
    stored: tryReadStoredEntry({ ...row }),
    indexes: {
      task_id: textOf(row.task_id),
      workflow_id: row.workflow_id === null ? null : textOf(row.workflow_id),
      token_id: textOf(row.token_id),
      agent: textOf(row.agent),
    },
  }
}

function isSameTask(row: EntryRow, indexes: FoundEntry['indexes'] | undefined): boolean {
  if (indexes === undefined) return false
  const { task_id, workflow_id } = indexes
  const isOneScope = row.workflow_id === null || workflow_id === null || row.workflow_id === workflow_id
  return row.task_id === task_id && isOneScope
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
