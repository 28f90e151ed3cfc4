import { damaged } from '../../../src/durable/damaged.ts'
import type { Founding } from '../../../src/durable/founding.ts'
import type { Evidence } from '../../../src/durable/judged-batch.ts'
import type { KeptCheckpoint } from '../../../src/durable/ledger-store.ts'
import { newHashesOf } from '../../../src/durable/new-hashes.ts'
import { formatParents } from '../../../src/durable/record-row.ts'
import type { StoredRecord } from '../../../src/durable/stored-record.ts'
import type { HashedNode } from '../../../src/merkle/right-edge.ts'

/** A row of the table of entries. A test may put anything in its place. */
export interface EntryRow {
  sequence: unknown
  token: unknown
  verified_at: unknown
  stored_at: unknown
  parents: unknown
  task_id: unknown
  workflow_id: unknown
  token_id: unknown
  agent: unknown
}

/**
 * What a database holds, in memory. Rows are plain values, as a client gives them, so that all that reads and writes
 * them is that of every durable ledger, and a test may damage what it likes.
 */
export class Tables {
  readonly founding: Founding
  entries: EntryRow[] = []
  readonly tiles: Map<string, Uint8Array> = new Map()
  evidence: Evidence[] = []
  checkpoint: KeptCheckpoint | undefined

  constructor(founding: Founding) {
    this.founding = founding
  }

  /** Adds entries at the end, and the hashes of the nodes that they complete. */
  add(records: readonly StoredRecord[], nodes: readonly HashedNode[]): void {
    for (const record of records) this.entries.push(rowOf(record))
    for (const { level, index, from, hashes } of newHashesOf(nodes)) {
      const key = tileKey(level, index)
      const before = this.tiles.get(key) ?? new Uint8Array()
      if (before.length !== from * 32) throw new Error('new hashes do not follow those that are there')
      this.tiles.set(key, Uint8Array.from([...before, ...hashes]))
    }
  }

  /** @throws EctError `ECT_LEDGER_DAMAGED` for a second piece against one entry */
  addEvidence(pieces: readonly Evidence[]): void {
    for (const piece of pieces) {
      if (this.hasEvidence(piece.sequence)) throw damaged('equivocation')
      this.evidence.push(piece)
    }
  }

  hasEvidence(sequence: number): boolean {
    return this.evidence.some((piece) => piece.sequence === sequence)
  }
}

export function tileKey(level: number, index: number): string {
  return `${level} ${index}`
}

function rowOf({ task, entry }: StoredRecord): EntryRow {
  return {
    sequence: entry.sequence,
    token: entry.compact,
    verified_at: entry.verifiedAt,
    stored_at: entry.storedAt,
    parents: formatParents(entry),
    task_id: task.taskId,
    workflow_id: task.workflowId ?? null,
    token_id: task.tokenId,
    agent: task.agent,
  }
}
